import { createHash } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { xxhash128 } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import type { HashAlgorithm } from '../../src/engine/model/proof/digest';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { BUNDLES } from '../support/bundles';
import { hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { startedThreads } from '../support/startedThreads';
import { makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const MiB = 1024 * 1024;
const BUFFER = 64 * 1024;
/** So large that a lane reads it ahead. */
const LARGE = 8 * MiB;

/** Bytes that differ from buffer to buffer, so that none can stand for another. */
function content(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 512) bytes.writeUInt32LE(at / 512, Math.min(at, size - 4));
  return bytes;
}

/**
 * Copies one file.
 *
 * @param onRead Called after each reading of the source by the engine's own thread, with the path of the source.
 */
async function copyOf(
  bytes: Buffer,
  choices: Partial<JobRequest> = {},
  onRead?: (path: string) => void,
  shared?: SharedState,
) {
  const root = scratchFolder();
  makeTree(root, { source: { big: bytes } });
  const source = join(root, 'source', 'big');
  const fs = hookedFileSystem({
    after: ({ kind, path }) => {
      if (kind === 'file.read' && path === source) onRead?.(source);
    },
  });
  const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: BUFFER / 1024, ...choices });
  return { root, ...(await runEngine(request, { lanePath: BUNDLES.lane, fs, ...(shared && { shared }) })) };
}

describe('E1: a lane reads ahead of the digest', () => {
  test.each([
    ['once', true, 'stream', 1],
    ['once, read back', true, 'readBack', 1],
    ['in three passes', false, 'readBack', 2],
  ] as const)(
    '%s: the same copy, and the engine reads next to nothing itself',
    async (_, useBufferReuse, verification, passes) => {
      let reads = 0;
      const { root, summary } = await copyOf(content(LARGE + 3 * BUFFER + 5), { useBufferReuse, verification }, () => {
        reads++;
      });
      expect(summary).toMatchObject({ status: 'complete', sourceReads: passes });
      expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
      // The first buffer of each pass, and the look that finds the end.
      expect(reads).toBe(2 * passes);
    },
  );

  test('whatever the size of the file, its buffers and their number', async () => {
    const sizes = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -2, max: 2 }));
    const property = fc.asyncProperty(sizes, fc.constantFrom(64, 128, 8192), fc.boolean(), async (size, kib, reuse) => {
      const bytes = content(LARGE + Math.max(0, size[0] * 64 * 1024 + size[1]));
      const { root, summary } = await copyOf(bytes, { bufferSizeKB: kib, useBufferReuse: reuse });
      expect(summary.status).toBe('complete');
      expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
    });
    await fc.assert(property, { numRuns: 15 });
  });

  test('E1: a share of the digests is taken by a lane of its own, and they are those of the bytes', async () => {
    const hashAlgorithms: HashAlgorithm[] = ['sha256', 'md5', 'sha1', 'xxh128'];
    const bytes = content(LARGE + 7 * BUFFER + 3);
    const threads = startedThreads();
    const { outcomes } = await copyOf(bytes, { hashAlgorithms, verification: 'stream' });
    const digests = outcomes.find(({ type }) => type === 'file')?.file?.sourceDigests;
    const expected = ['sha256', 'md5', 'sha1'].map((name) => [name, createHash(name).update(bytes).digest('hex')]);
    expect(digests).toEqual({ ...Object.fromEntries(expected), xxh128: await xxhash128(bytes) });
    // One that writes, one that reads ahead, one that takes digests.
    expect(threads).toHaveLength(3);
  });

  test('a lane that takes digests and dies ends the job: no digest of a part is ever told', async () => {
    const threads = startedThreads();
    const hashAlgorithms: HashAlgorithm[] = ['sha256', 'md5'];
    const endDigests = () => void threads[2]?.terminate();
    const { summary } = await copyOf(content(LARGE), { hashAlgorithms, verification: 'stream' }, endDigests);
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }] });
  });

  test('a source that shrinks meanwhile fails, and nothing hangs', async () => {
    const { outcomes } = await copyOf(content(LARGE), {}, (path) => truncateSync(path, MiB + 7));
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'failed', failure: { code: 'sourceChanged' } });
  });

  test('a cancelled job ends while the lane still reads', async () => {
    const shared = new SharedState();
    const { summary } = await copyOf(content(LARGE), {}, () => shared.setControl('cancelKeep'), shared);
    expect(summary.status).toBe('cancelled');
  });

  test('a lane that dies ends the job', async () => {
    const threads = startedThreads();
    // The first one writes; the second one reads ahead.
    const { summary } = await copyOf(content(LARGE), { verification: 'stream' }, () => void threads[1]?.terminate());
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }] });
  });
});
