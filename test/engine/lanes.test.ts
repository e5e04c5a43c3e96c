import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { laneCount } from '../../src/engine/lanes/laneCount';
import type { Volume } from '../../src/engine/model/result/volume';
import { BUNDLES } from '../support/bundles';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { startedThreads } from '../support/startedThreads';
import { makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const MiB = 1024 * 1024;

/** A volume on a disk that rotates, that does not, or of which the system does not say. */
function volumeOn(isRotational: boolean | null): Volume {
  const disk = { name: 'sda', model: null, transport: 'ata', isRotational } as const;
  return { mountPoint: '/', type: 'ext4', device: '/dev/sda1', uuid: null, isReadOnly: false, disk };
}

describe('U4: the number of lanes', () => {
  test.each([
    ['auto', volumeOn(false), 8, 4],
    ['auto', volumeOn(false), 4, 4],
    ['auto', volumeOn(false), 3, 3],
    ['auto', volumeOn(null), 2, 3],
    ['auto', null, 2, 3],
    ['auto', volumeOn(true), 8, 2],
    ['auto', volumeOn(false), 1, 1],
    ['3', volumeOn(true), 1, 3],
    ['2', null, 8, 2],
    ['1', volumeOn(false), 8, 1],
  ] as const)('%s, to %o with %i cores: %i', (wanted, destination, cores, count) => {
    expect(laneCount(wanted, destination, cores)).toBe(count);
  });

  test.each(['1', '2', '3', '4'] as const)('%s: that many threads, and the same copy', async (lanes) => {
    const root = scratchFolder();
    const small = Array.from({ length: 150 }, (_, index) => [`f${index}`, `evidence ${index}`]);
    makeTree(root, { source: { large: Buffer.alloc(9 * MiB, 7), ...Object.fromEntries(small) } });
    const threads = startedThreads();
    const request = requestFor([join(root, 'source')], join(root, 'out'), { lanes });
    const { summary } = await runEngine(request, { lanePath: BUNDLES.lane });
    expect(summary).toMatchObject({ status: 'complete', grade: 'readBack' });
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
    expect(threads).toHaveLength(Number(lanes) - 1);
  });
});
