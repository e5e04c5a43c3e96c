import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { uuidOf } from '../../src/engine/fs/volumes';
import type { Volume } from '../../src/engine/model/result/volume';
import { placesSection } from '../../src/engine/records/html/placeSections';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

const LINKS = { '0AB1-77C2': '/dev/zero', '00-gone': '/dev/no-such-disk', '8f3c2b9e-5a51': '/dev/null' };

/** A folder of links as udev makes them, to devices that every machine has. */
function links(): string {
  const folder = scratchFolder();
  for (const [name, target] of Object.entries(LINKS)) symlinkSync(target, join(folder, name));
  return folder;
}

describe('R1: the id of a file system', () => {
  test('is the name of the link that leads to its device', () => {
    const folder = links();
    expect(uuidOf('/dev/null', folder)).toBe('8f3c2b9e-5a51');
    expect(uuidOf('/dev/zero', folder)).toBe('0AB1-77C2');
  });

  test.each([
    ['a device that no link leads to', '/dev/full'],
    ['a device that is not there', '/dev/no-such-disk'],
    ['what is no device of this machine', 'server:/export'],
  ])('is not known for %s', (_what, device) => {
    expect(uuidOf(device, links())).toBeNull();
  });

  test('is not known where there is no udev', () => {
    expect(uuidOf('/dev/null', join(scratchFolder(), 'none'))).toBeNull();
  });

  test('stands in the report as text; where it is not known, that stands there', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x' });
    const request = requestFor([join(root, 'a')], join(root, 'out'));
    const { summary } = await runEngine(request);
    const volume: Volume = {
      mountPoint: '/media/card',
      type: 'vfat',
      device: '/dev/sdb1',
      uuid: '0AB1-<b>',
      isReadOnly: true,
      disk: null,
    };
    const section = (uuid: string | null) =>
      placesSection(request, { ...summary, sourceVolumes: [], destinationVolume: { ...volume, uuid } }).markup;
    expect(section(volume.uuid)).toContain('0AB1-&lt;b&gt;');
    expect(section(null)).toContain('<dt>File system id (UUID)</dt><dd>not told by the system</dd>');
  });
});
