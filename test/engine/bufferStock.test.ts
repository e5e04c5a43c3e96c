import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { BufferStock } from '../../src/engine/memory/bufferStock';
import { Ring } from '../../src/engine/memory/ring';
import { UncachedReader } from '../../src/engine/verify/uncachedReader';
import { BUNDLES } from '../support/bundles';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const KiB = 1024;

test('B8: jobs that follow each other on a thread use the same memory, and copy right', async () => {
  const buffers = new BufferStock();
  const used = new Set<SharedArrayBuffer>();
  for (const fill of ['first', 'second', 'third']) {
    const root = scratchFolder();
    makeTree(root, { source: { large: Buffer.alloc(9_000_000, fill), small: fill } });
    const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 64 });
    const { summary } = await runEngine(request, { buffers, lanePath: BUNDLES.lane });
    expect(summary.status).toBe('complete');
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
    const ring = buffers.takeRing(16, 64 * KiB);
    used.add(ring.buffers);
    buffers.giveBack(ring);
  }
  expect(used.size).toBe(1);
});

test('a ring is lent once, as empty as a new one, and only to whoever needs that size', () => {
  const stock = new BufferStock();
  const first = stock.takeRing(4, 8 * KiB);
  expect(stock.takeRing(4, 8 * KiB).buffers).not.toBe(first.buffers);
  const ring = new Ring(first);
  const buffer = ring.freeBuffer() ?? new Uint8Array();
  ring.submit({ buffer, fd: 3, length: 5, position: 7, way: 'plain' });
  ring.fail('it broke');
  stock.giveBack(first);
  const again = stock.takeRing(4, 8 * KiB);
  expect(again.buffers).toBe(first.buffers);
  expect([new Ring(again).pending, new Ring(again).state, new Ring(again).said]).toEqual([0, 'running', '']);
  stock.giveBack(again);
  expect(stock.takeRing(8, 8 * KiB).slots).toBe(8);
});

test('B8: what reads copies back uses the memory of the thread, job after job', () => {
  const stock = new BufferStock();
  const memories = [1, 2, 3].map(() => new UncachedReader(nodeFileSystem, stock).memory);
  expect(new Set(memories).size).toBe(1);
  expect(memories[0]?.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test('a buffer of one size is always the same', () => {
  const stock = new BufferStock();
  expect(stock.buffer(KiB)).toBe(stock.buffer(KiB));
  expect(stock.buffer(KiB)).not.toBe(stock.buffer(2 * KiB));
});
