import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DigestStock } from '../../src/engine/digests/digester';
import type { OpenFile } from '../../src/engine/fs/fileSystem';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { SystemError } from '../../src/engine/fs/systemError';
import { follow } from '../../src/engine/verify/follow';
import { UncachedReader } from '../../src/engine/verify/uncachedReader';
import { GivenUpError, WriteProgress } from '../../src/engine/verify/writeProgress';
import { holds } from '../support/property';
import { scratchFolder } from '../support/scratch';

const KiB = 1024;
const SEGMENT = 64 * KiB;

const digester = await new DigestStock().prepare(['sha256']);

/** Files whose calls are noted, with what was written, synced and read at that time. */
class Followed {
  readonly calls: string[] = [];
  written = 0;
  synced = 0;
  readBeyond = 0;
  /** Whoever has given it up writes no more. */
  isGivenUp = false;
  readonly progress: WriteProgress;
  readonly #content: Buffer;
  readonly #path = join(scratchFolder(), 'copy');
  /** What happens instead of a call. */
  fault: ((call: string, number: number) => void) | undefined;

  constructor(readonly size: number) {
    this.progress = new WriteProgress(size);
    // It is written on this very thread, whenever the reader looks.
    this.progress.waitForMore = () => {};
    this.#content = Buffer.alloc(size, 'evidence that is followed');
    writeFileSync(this.#path, this.#content);
  }

  get digest(): string {
    return createHash('sha256').update(this.#content).digest('hex');
  }

  /** @param steps Bytes that are written whenever the reader looks; in the end all are. */
  run(steps: readonly number[]) {
    const left = [...steps];
    const folder = nodeFileSystem.openFolder(join(this.#path, '..'));
    const file = folder.openFile('copy');
    try {
      return follow(
        {
          size: this.size,
          copy: this.#watched(file),
          written: { file: this.#watched(file), access: 'cached', reason: 'a test' },
        },
        this.progress,
        {
          fs: nodeFileSystem,
          reader: new UncachedReader(nodeFileSystem),
          digester,
          checkpoint: () => this.#write(left.shift()),
          advance: () => {},
        },
        SEGMENT,
      );
    } finally {
      file.close();
      folder.close();
    }
  }

  #write(bytes: number | undefined): void {
    if (this.isGivenUp) return;
    this.written = Math.min(this.written + (bytes ?? this.size), this.size);
    this.progress.wrote(this.written);
    if (bytes === undefined) this.progress.finish();
  }

  #watched(file: OpenFile): OpenFile {
    const sync = (name: string) => () => {
      this.#note(name);
      this.synced = this.written;
    };
    const read: OpenFile['read'] = (buffer, length, position) => {
      this.#note('read');
      const count = file.read(buffer, length, position);
      if (position + count > this.synced) this.readBeyond++;
      return count;
    };
    const changed = { sync: sync('sync'), syncData: sync('syncData'), read };
    return new Proxy(file, {
      get: (target, key) => {
        const value: unknown = Reflect.get(key in changed ? changed : target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  #note(call: string): void {
    this.calls.push(call);
    this.fault?.(call, this.calls.filter((each) => each === call).length);
  }
}

test('however it is written: nothing is read before it is durable, and all is synced once at the end', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 3 * SEGMENT }), { maxLength: 30 });
  const anyCopy = fc.property(fc.integer({ min: 1, max: 20 * SEGMENT }), steps, (size, written) => {
    const followed = new Followed(size);
    const proof = followed.run(written);
    expect(proof).toMatchObject({ read: { bytes: size, digests: { sha256: followed.digest } } });
    expect(followed.readBeyond).toBe(0);
    expect(followed.calls.filter((call) => call === 'sync')).toHaveLength(1);
    expect(followed.calls.lastIndexOf('syncData')).toBeLessThan(followed.calls.indexOf('sync'));
  });
  holds(anyCopy, { numRuns: 40 });
});

test.each([
  { call: 'syncData', number: 1, failed: 'sync' },
  { call: 'syncData', number: 2, failed: 'sync' },
  { call: 'sync', number: 1, failed: 'sync' },
  { call: 'read', number: 1, failed: 'read' },
  { call: 'read', number: 2, failed: 'read' },
])('the failure of $call number $number is the proof, and nothing is called after it', ({ call, number, failed }) => {
  const followed = new Followed(4 * SEGMENT);
  followed.fault = (each, times) => {
    if (each === call && times === number) throw new SystemError('EIO', each, 'copy', 'injected (EIO)');
  };
  const proof = followed.run(Array(40).fill(SEGMENT / 4));
  expect(proof).toMatchObject({ failed, error: { code: 'EIO' } });
  expect(followed.calls.at(-1)).toBe(call);
});

test.each([0, 1, 3])('a copy that is given up after %i segments is read no further', (segments) => {
  const followed = new Followed(4 * SEGMENT);
  const giveUp = () => {
    followed.progress.giveUp();
    followed.isGivenUp = true;
  };
  followed.fault = (call, number) => {
    if (call === 'syncData' && number === segments) giveUp();
  };
  if (segments === 0) giveUp();
  expect(() => followed.run(Array(40).fill(SEGMENT / 4))).toThrow(GivenUpError);
  expect(followed.calls.filter((call) => call === 'read')).toHaveLength(Math.max(0, segments - 1));
});
