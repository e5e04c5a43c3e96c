import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProgressMeter } from '../../src/client/progress/progressMeter';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree } from '../support/tree';
import { readTree } from '../support/treeDifferences';

const MiB = 1024 * 1024;

function sourceTree(): string {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x', big: Buffer.alloc(2 * MiB, 'y'), d: { e: 'z', l: link('e') } } });
  return root;
}

const WAYS: readonly Partial<JobRequest>[] = [
  {},
  { verification: 'stream' },
  { useBufferReuse: false },
  { records: { write: false } },
];

test.each(WAYS)('B10: progress never goes back, and is whole only when all is done (%j)', async (choices) => {
  const root = sourceTree();
  const shared = new SharedState();
  const meter = new ProgressMeter(shared, 0);
  const shares: number[] = [];
  let late = '';
  const fs = hookedFileSystem({
    after: ({ kind, path }) => {
      const { fraction } = meter.measure(shares.length + 1);
      if (fraction === null) return;
      shares.push(fraction);
      // Still to come at that moment: records, removing of the staging folder, making it durable.
      if (fraction === 1 && late === '' && /^(folder\.(make|move|remove|add|sync)|file\.(write|sync))/.test(kind))
        late = `${kind} ${path}`;
    },
  });
  const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 64, ...choices });
  const { summary } = await runEngine(request, { fs, shared });
  expect(summary.status).toBe('complete');
  expect(shares.every((share, index) => share >= (shares[index - 1] ?? 0))).toBe(true);
  expect(new Set(shares).size).toBeGreaterThan(30);
  expect(late).toBe('');
  expect(meter.measure(1e6)).toMatchObject({ fraction: 1, itemsDone: 6, itemsPlanned: 6, itemsFailed: 0 });
});

test('E10: progress tells the item at hand, and how many failed', async () => {
  const root = sourceTree();
  const shared = new SharedState();
  const seen = new Set<string | undefined>();
  const isBad = failing('EIO', ({ kind, path }) => kind === 'file.read' && path.endsWith('source/big'));
  const fs = hookedFileSystem({
    before: (call) => {
      if (call.kind === 'file.write') seen.add(shared.currentPath());
      isBad.before?.(call);
    },
  });
  await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs, shared });
  expect([...seen]).toEqual(expect.arrayContaining(['source/a', 'source/d/e']));
  expect(shared.counters()).toMatchObject({ itemsPlanned: 6, itemsDone: 6, itemsFailed: 1, bytesPlanned: 2 * MiB + 2 });
});

test('invariant 2: after a copy the source is exactly what it was, access and change times of its files included', async () => {
  const root = sourceTree();
  const files = [...readTree(join(root, 'source'))].filter(([, { kind }]) => kind !== 'folder').map(([path]) => path);
  const states = () => files.map((path) => lstatSync(join(root, 'source', path), { bigint: true }));
  const before = states();
  await runEngine(requestFor([join(root, 'source')], join(root, 'out')));
  await runEngine(requestFor([join(root, 'source')], join(root, 'out 2'), { useBufferReuse: false }));
  // `readTree` has read the files itself before, so that their access times are as new as they get.
  expect(states()).toEqual(before);
});
