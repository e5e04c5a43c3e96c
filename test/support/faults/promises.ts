import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod/mini';
import { nodeFileSystem } from '../../../src/engine/fs/nodeFileSystem';
import { type CustodyEntry, readCustodyLog } from '../../../src/engine/journal/readCustodyLog';
import { checkSeal } from '../../../src/engine/journal/seal';
import { LedgerEntrySchema } from '../../../src/engine/ledger/ledger';
import type { Extent } from '../../../src/engine/lines/extent';
import { stagingFolders } from './aftermath';
import { digestOf } from './samples';

// What the records of a job promise, held against what is on the disk.

const EarlierLineSchema = z.looseObject({ proved: z.optional(LedgerEntrySchema) });

/** A file that counts by the custody log of its job, as it lies on the disk. */
export interface CountedFile {
  /** Its path in the payload. */
  readonly path: string;
  /** What no copy that was made anew has: number and time of birth of the inode. */
  readonly inode: string;
}

/**
 * The files that count by the custody logs of jobs whose staging folders lie in a destination. Fails where a log is not what
 * was written, or tells of anything that is not there: the plan, the ledger, or the whole content of a file.
 *
 * @param digests SHA-256 of the sources, by their paths in the payload.
 */
export function countedFiles(destination: string, digests: ReadonlyMap<string, string>): CountedFile[] {
  return stagingFolders(destination).flatMap((staging) => {
    const entries = entriesOf(staging);
    // All has arrived then, and plan and ledger may have been removed already: that they are is the last that is noted.
    const hasEnded = entries.filter(({ event }) => event !== 'discarded').at(-1)?.event === 'jobFinished';
    return (hasEnded ? [...digests.keys()] : promisedPaths(staging, entries)).map((path) => {
      const staged = join(staging, 'payload', path);
      const copy = existsSync(staged) ? staged : join(destination, path);
      expect(existsSync(copy), `${path} counts and is not there`).toBe(true);
      expect(digestOf(readFileSync(copy)), `${path} counts`).toBe(digests.get(path));
      return { path, inode: inodeOf(copy) };
    });
  });
}

/** Which of the files that counted are not the very same ones under their final names: they were copied once more. */
export function copiedAgain(destination: string, counted: readonly CountedFile[]): string[] {
  return counted.filter(({ path, inode }) => inodeOf(join(destination, path)) !== inode).map(({ path }) => path);
}

/** Records that have their name are whole and sealed, and tell of a job that is complete. */
export function expectWholeRecords(destination: string): void {
  for (const folder of recordFolders(destination)) {
    const held = nodeFileSystem.openFolder(folder);
    try {
      expect(checkSeal(held).findings, folder).toEqual([]);
    } finally {
      held.close();
    }
    expect(entriesOf(folder).at(-1), folder).toMatchObject({ event: 'jobFinished', summary: { status: 'complete' } });
  }
}

/** What the custody log of a job that has ended tells of its attempts: the number of each, and what was before it. */
export function attemptsTold(destination: string): { attempt: number; gap: string }[] {
  const [folder = ''] = recordFolders(destination);
  return entriesOf(folder).flatMap((entry) => {
    if (entry.event === 'jobStarted') return [{ attempt: 1, gap: 'none' }];
    return entry.event === 'attemptStarted' ? [{ attempt: entry.attempt, gap: entry.gap.length }] : [];
  });
}

/** Absolute paths of the records that have their name. */
export function recordFolders(destination: string): string[] {
  const root = join(destination, 'evidence-records');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(root, name));
}

function inodeOf(path: string): string {
  const { ino, birthtimeNs } = lstatSync(path, { bigint: true });
  return `${ino} of ${birthtimeNs}`;
}

/** Payload paths of the files that a staging folder says are proved and durable. */
function promisedPaths(staging: string, entries: readonly CustodyEntry[]): string[] {
  const paths = new Set<string>();
  let attempt = 1;
  for (const entry of entries) {
    const within = (name: string) => join(staging, `attempt-${attempt}`, name);
    if (entry.event === 'attemptStarted') attempt = entry.attempt;
    if (entry.event === 'planFrozen') {
      // The plan of an attempt before may be gone: this one stands for it.
      paths.clear();
      linesOf(within('plan.jsonl'), entry.plan);
      const lines = entry.earlier === undefined ? [] : linesOf(within('earlier.jsonl'), entry.earlier);
      addCopied(
        paths,
        lines.flatMap((line) => EarlierLineSchema.parse(line).proved ?? []),
      );
    }
    if (entry.event === 'settled') addCopied(paths, linesOf(within('ledger.jsonl'), entry.ledger));
  }
  return [...paths];
}

function addCopied(paths: Set<string>, entries: readonly unknown[]): void {
  for (const entry of entries) {
    const { outcome, file, stagedAs } = LedgerEntrySchema.parse(entry);
    if (outcome === 'copied' && file !== undefined) paths.add(stagedAs);
  }
}

/** The lines of a file, as far as the custody log says that it goes; fails where it is not what was written. */
function linesOf(path: string, { bytes, sha256 }: Extent): unknown[] {
  const written = readFileSync(path).subarray(0, bytes);
  expect(written.length, `bytes of ${path}`).toBe(bytes);
  expect(createHash('sha256').update(written).digest('hex'), path).toBe(sha256);
  const lines = written.toString('utf8').split('\n').slice(0, -1);
  return lines.map((line): unknown => JSON.parse(line));
}

function entriesOf(folder: string): CustodyEntry[] {
  const held = nodeFileSystem.openFolder(folder);
  try {
    return [...readCustodyLog(held)];
  } finally {
    held.close();
  }
}
