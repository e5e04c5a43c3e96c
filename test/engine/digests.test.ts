import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DigestStock } from '../../src/engine/digests/digester';
import { nodeProvider } from '../../src/engine/digests/nodeProvider';
import type { DigestProvider } from '../../src/engine/digests/provider';
import { wasmProvider } from '../../src/engine/digests/wasmProvider';
import { algorithmsFault, type Digests, HASH_ALGORITHMS, sameDigests } from '../../src/engine/model/proof/digest';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

/** The host's cryptography as it might be: it knows only some algorithms, or computes one of them wrongly. */
function hostThat(change: { lacks?: string; getsWrong?: string }): DigestProvider {
  return {
    name: 'host',
    async load(algorithm) {
      if (algorithm === change.lacks) return undefined;
      const begin = await nodeProvider.load(algorithm);
      if (begin === undefined || algorithm !== change.getsWrong) return begin;
      return () => {
        const hasher = begin();
        let bytes = 0;
        return {
          update: (chunk) => {
            bytes += chunk.length;
            hasher.update(chunk);
          },
          // Right for short texts, as a fault in the code for long ones would be.
          finish: () => (bytes < 1000 ? hasher.finish() : hasher.finish().replace(/^./, 'x')),
        };
      };
    },
  };
}

async function digestsOf(chunks: readonly Uint8Array[], stock = new DigestStock()): Promise<Digests> {
  const digests = (await stock.prepare(HASH_ALGORITHMS)).begin();
  for (const chunk of chunks) digests.update(chunk);
  return digests.finish();
}

test('E13: any cut of the bytes gives the same digests, by the host and by WebAssembly', async () => {
  const ours = await new DigestStock().prepare(HASH_ALGORITHMS);
  const wasm = await new DigestStock([wasmProvider]).prepare(HASH_ALGORITHMS);
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 8 }), (chunks) => {
      const whole = ours.begin();
      whole.update(Buffer.concat(chunks));
      const [cut, other] = [ours.begin(), wasm.begin()];
      for (const chunk of chunks) {
        cut.update(chunk);
        other.update(chunk);
      }
      const expected = whole.finish();
      expect(cut.finish()).toEqual(expected);
      expect(other.finish()).toEqual(expected);
    }),
  );
});

test('E13: a set that was given up does not disturb the next ones', async () => {
  const digester = await new DigestStock([wasmProvider]).prepare(['sha256', 'blake3']);
  const expected = digester.begin().finish();
  for (let i = 0; i < 10; i++) digester.begin().update(Buffer.from('half a file'));
  expect(digester.begin().finish()).toEqual(expected);
});

test('E13: sets that are taken at the same time do not disturb each other, however many they are', async () => {
  for (const provider of [wasmProvider, nodeProvider]) {
    const digester = await new DigestStock([provider, wasmProvider]).prepare(HASH_ALGORITHMS);
    const STEP = fc.record({ file: fc.nat({ max: 8 }), chunk: fc.uint8Array({ maxLength: 3000 }) });
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 40 }), (steps) => {
        const files = Array.from({ length: 9 }, () => digester.begin());
        for (const { file, chunk } of steps) files[file]?.update(chunk);
        for (const [index, digests] of files.entries()) {
          const alone = digester.begin();
          for (const { file, chunk } of steps) if (file === index) alone.update(chunk);
          expect(digests.finish()).toEqual(alone.finish());
        }
      }),
    );
  }
});

test('E13: memory that threads share is hashed like any other', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(5000)).fill(7);
  expect(await digestsOf([shared])).toEqual(await digestsOf([new Uint8Array(5000).fill(7)]));
});

describe('E13: which code computes a digest', () => {
  test('is the host, and WebAssembly for what the host does not know', async () => {
    const { implementations } = await new DigestStock().prepare(HASH_ALGORITHMS);
    for (const name of ['md5', 'sha1', 'sha256', 'sha512'] as const) {
      expect(implementations[name]).toBe(`node:crypto (OpenSSL ${process.versions['openssl']})`);
    }
    for (const name of ['blake3', 'xxh128'] as const)
      expect(implementations[name]).toMatch(/^hash-wasm \d+\.\d+\.\d+$/);
  });

  test.each([{ lacks: 'sha512' }, { getsWrong: 'sha512' }])('is WebAssembly where the host $0', async (change) => {
    const stock = new DigestStock([hostThat(change), wasmProvider]);
    const { implementations } = await stock.prepare(['sha256', 'sha512']);
    expect(implementations).toEqual({ sha256: 'host', sha512: expect.stringMatching(/^hash-wasm/) });
    const bytes = [new Uint8Array(5000)];
    expect(await digestsOf(bytes, stock)).toEqual(await digestsOf(bytes));
  });

  test('is on record', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x' } });
    const request = requestFor([join(root, 'source')], join(root, 'out'), { hashAlgorithms: ['sha256', 'blake3'] });
    const { summary } = await runEngine(request);
    expect(summary.digestImplementations).toEqual({
      sha256: expect.stringMatching(/^node:crypto/),
      blake3: expect.stringMatching(/^hash-wasm/),
    });
  });
});

test('E13: where nothing computes a digest as it is defined, the job fails before anything is written', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const digests = new DigestStock([hostThat({ getsWrong: 'sha256' })]);
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { digests });
  expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'digestUnavailable' }] });
  expect(() => readFileSync(join(root, 'out'))).toThrow(/ENOENT/);
});

test('E13: all digests of a copy are what other tools compute, and each has its list', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { small: 'some bytes', empty: '', large: 'x'.repeat(3_000_000) } });
  const request = requestFor([join(root, 'source')], join(root, 'out'), { hashAlgorithms: [...HASH_ALGORITHMS] });
  const { summary, outcomes } = await runEngine(request);
  expect(summary.status).toBe('complete');
  for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) {
    const manifest = join(summary.recordsDir ?? '', `manifest-${algorithm}.txt`);
    const options = { cwd: join(root, 'out'), encoding: 'utf8' as const };
    const { status, stdout } = spawnSync(`${algorithm}sum`, ['-c', '--strict', manifest], options);
    expect(stdout.match(/: OK$/gm), algorithm).toHaveLength(3);
    expect(status).toBe(0);
  }
  for (const algorithm of ['blake3', 'xxh128']) {
    expect(readFileSync(join(summary.recordsDir ?? '', `manifest-${algorithm}.txt`), 'utf8')).toMatch(
      /source\/large\n/,
    );
  }
  for (const { file } of outcomes) {
    if (file === undefined) continue;
    expect(Object.keys(file.sourceDigests).sort()).toEqual([...HASH_ALGORITHMS].sort());
    expect(file.destinationDigests).toEqual(file.sourceDigests);
  }
});

test.each([
  [['sha256'], undefined],
  [['md5', 'sha512'], undefined],
  [['md5', 'sha1', 'blake3', 'xxh128'], /sha256 or sha512/],
  [[], /sha256 or sha512/],
  [['sha256', 'sha256'], /only once/],
] as const)('E13: %j as a choice', (algorithms, fault) => {
  if (fault === undefined) expect(algorithmsFault(algorithms)).toBeUndefined();
  else expect(algorithmsFault(algorithms)).toMatch(fault);
});

test.each([
  [{ sha256: 'a' }, { sha256: 'a' }, true],
  [{ sha256: 'a' }, { sha256: 'b' }, false],
  [{ sha256: 'a' }, { sha256: 'a', md5: 'b' }, false],
  [{}, {}, false],
])('digests %j and %j are the same: %s', (a, b, same) => {
  expect(sameDigests(a, b)).toBe(same);
});
