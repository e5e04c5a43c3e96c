import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Folder } from '../../src/engine/fs/fileSystem';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { DamagedLogError } from '../../src/engine/journal/chain';
import type { CustodyEvent } from '../../src/engine/journal/custodyEvent';
import { CUSTODY_NAME, CustodyLog } from '../../src/engine/journal/custodyLog';
import { readCustodyLog } from '../../src/engine/journal/readCustodyLog';
import { memoryScratch } from '../support/memoryScratch';
import { holds } from '../support/property';

const event: fc.Arbitrary<CustodyEvent> = fc.oneof(
  fc.constantFrom<CustodyEvent>({ event: 'copied' }, { event: 'publishing' }),
  fc.nat().map((findings): CustodyEvent => ({ event: 'validated', findings })),
  fc.tuple(fc.string({ unit: 'binary' }), fc.nat()).map(
    ([path, offset]): CustodyEvent => ({
      event: 'stopped',
      failure: { code: 'readError', path: `${path}\n\udcff`, offset },
    }),
  ),
);
const events = fc.array(event, { minLength: 1, maxLength: 8 });

function openScratch(): Folder {
  const folder = nodeFileSystem.openFolder(memoryScratch());
  onTestFinished(() => folder.close());
  return folder;
}

/** Writes a log anew, and gives its bytes and how far it goes. */
function write(folder: Folder, all: readonly CustodyEvent[]) {
  rmSync(join(folder.path, CUSTODY_NAME), { force: true });
  const log = CustodyLog.create(folder);
  for (const each of all) log.append(each);
  log.sync();
  log.close();
  return { bytes: readFileSync(join(folder.path, CUSTODY_NAME)), head: log.head };
}

/** The events of a log and how it ended, or the line at which it is damaged. */
function read(folder: Folder) {
  const found: unknown[] = [];
  const entries = readCustodyLog(folder);
  try {
    for (;;) {
      const next = entries.next();
      if (next.done === true) return { events: found, end: next.value };
      const { seq, utc: _, ...rest } = next.value;
      expect(seq).toBe(found.length);
      found.push(rest);
    }
  } catch (error) {
    if (error instanceof DamagedLogError) return { events: found, damagedAt: error.line };
    throw error;
  }
}

/** Puts other bytes in the place of a log. */
function replace(folder: Folder, bytes: Uint8Array): void {
  writeFileSync(join(folder.path, CUSTODY_NAME), bytes);
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString().split('\n').slice(0, -1);
}

describe('R2: the custody log', () => {
  test('comes back as it was written, with how far it goes', () => {
    const folder = openScratch();
    holds(
      fc.property(events, (all) => {
        const { head, bytes } = write(folder, all);
        expect(read(folder)).toEqual({ events: all, end: { ...head, bytes: bytes.length, tornBytes: 0 } });
        expect(head.entries).toBe(all.length);
      }),
    );
  });

  test('row 35: torn at any byte, its whole lines count and the rest is reported', () => {
    const folder = openScratch();
    const all: CustodyEvent[] = [{ event: 'copied' }, { event: 'validated', findings: 1 }, { event: 'publishing' }];
    const { bytes } = write(folder, all);
    for (let length = bytes.length - 1; length >= 0; length--) {
      truncateSync(join(folder.path, CUSTODY_NAME), length);
      const whole = bytes.subarray(0, length).lastIndexOf('\n') + 1;
      const { events: found, end } = read(folder);
      expect(found).toEqual(all.slice(0, found.length));
      expect(end).toMatchObject({ entries: found.length, bytes: whole, tornBytes: length - whole });
    }
  });

  test('a flipped bit is found, or the head tells of it where it is in the last line', () => {
    const folder = openScratch();
    holds(
      fc.property(events, fc.nat(), fc.nat({ max: 7 }), (all, at, bit) => {
        const { bytes, head } = write(folder, all);
        const place = at % bytes.length;
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ (1 << bit);
        replace(folder, changed);
        const found = read(folder);
        if ('damagedAt' in found) expect(found.damagedAt).toBeGreaterThan(0);
        else expect([found.end?.entries, found.end?.head]).not.toEqual([head.entries, head.head]);
      }),
      { numRuns: 1000 },
    );
  });

  test('a line that was removed, repeated, put elsewhere or put in is named', () => {
    const folder = openScratch();
    holds(
      fc.property(fc.array(event, { minLength: 3, maxLength: 8 }), fc.nat(), (all, at) => {
        const lines = linesOf(write(folder, all).bytes);
        const index = at % (lines.length - 1);
        const [line = '', next = ''] = lines.slice(index);
        const changes: [string[], number][] = [
          [lines.toSpliced(index, 1), index + 1],
          [lines.toSpliced(index, 0, line), index + 2],
          [lines.toSpliced(index, 2, next, line), index + 1],
          [lines.toSpliced(index, 0, '{"event":"copied"}'), index + 1],
          [lines.toSpliced(index, 0, ''), index + 1],
        ];
        for (const [changed, expected] of changes) {
          replace(folder, Buffer.from(`${changed.join('\n')}\n`));
          expect(read(folder).damagedAt).toBe(expected);
        }
      }),
    );
  });

  test('a tail that was cut is no damage by itself: the head, kept elsewhere, tells', () => {
    const folder = openScratch();
    const { bytes, head } = write(folder, [{ event: 'copied' }, { event: 'publishing' }]);
    const [first = ''] = linesOf(bytes);
    truncateSync(join(folder.path, CUSTODY_NAME), first.length + 1);
    expect(read(folder).end?.entries).toBe(1);
    expect(read(folder).end?.head).not.toBe(head.head);
  });

  test('an entry of a kind that is not known is not passed over', () => {
    const folder = openScratch();
    const { head } = write(folder, [{ event: 'copied' }]);
    const rest = { seq: 1, utc: '2026-11-21T06:00:00.000Z', monotonicNs: '1', prev: head.head };
    appendFileSync(join(folder.path, CUSTODY_NAME), `${JSON.stringify({ ...rest, event: 'somethingNew' })}\n`);
    expect(read(folder).damagedAt).toBe(2);
  });
});
