import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { OpenFile } from '../fs/fileSystem';
import { Sha256Schema } from '../lines/extent';
import { type LinesEnd, readByteLines } from '../lines/readLines';

/** What the first entry of a log has for the hash of the one before. */
const NOTHING_BEFORE = '0'.repeat(64);

/** How far a log goes: enough to tell whether its tail was cut. */
export const ChainHeadSchema = z.object({
  entries: z.int().check(z.nonnegative()),
  /** SHA-256 of the last line without its line feed; 64 zeros before the first. */
  head: Sha256Schema,
});
export type ChainHead = z.infer<typeof ChainHeadSchema>;

/** The head of a log without entries. */
export const EMPTY_CHAIN: ChainHead = { entries: 0, head: NOTHING_BEFORE };

const ChainEntrySchema = z.looseObject({
  /** Its number, from 0. */
  seq: z.int(),
  /** When it was written, by the wall clock: ISO 8601, UTC. */
  utc: z.iso.datetime(),
  /** The same moment by the monotonic clock of the machine, in nanoseconds. */
  monotonicNs: z.string().check(z.regex(/^\d+$/)),
  /** SHA-256 of the line before. */
  prev: Sha256Schema,
  event: z.string(),
});
/** What every entry of a log says, whatever else it says. */
export type ChainEntry = z.infer<typeof ChainEntrySchema>;

/** A log that is not what was written. */
export class DamagedLogError extends Error {
  override readonly name = 'DamagedLogError';

  /** @param line Number of the line that does not fit, from 1. */
  constructor(
    readonly line: number,
    readonly what: string,
  ) {
    super(`line ${line}: ${what}`);
  }
}

/** The line of an entry that follows `head`, without line feed. */
export function chainLine(head: ChainHead, event: { readonly event: string }): string {
  return JSON.stringify({
    seq: head.entries,
    utc: new Date().toISOString(),
    monotonicNs: String(process.hrtime.bigint()),
    prev: head.head,
    ...event,
  });
}

/** The head of a log after one more line. */
export function headAfter(head: ChainHead, line: string | Uint8Array): ChainHead {
  return { entries: head.entries + 1, head: createHash('sha256').update(line).digest('hex') };
}

/** How a log ended: its head, and what was torn. */
export type ChainEnd = ChainHead & LinesEnd;

/**
 * The entries of a hash-chained log, as a stream, each held against the one before. A torn last line is no damage: it was
 * being written when the process ended; it is not given. Throws {@link DamagedLogError} at the first line that does not
 * fit: changed, removed, added, or in another place. What no log can tell by itself: that its tail was cut, or that all
 * of it was written anew; for that its head is kept elsewhere.
 */
export function* readChain(file: OpenFile): Generator<ChainEntry, ChainEnd, undefined> {
  const lines = readByteLines(file);
  for (let head = EMPTY_CHAIN; ; ) {
    const next = lines.next();
    if (next.done === true) return { ...head, ...next.value };
    const entry = ChainEntrySchema.safeParse(parseJson(next.value));
    const number = head.entries + 1;
    if (!entry.success) throw new DamagedLogError(number, 'it is no entry of a log');
    if (entry.data.prev !== head.head) throw new DamagedLogError(number, 'it does not follow from the line before');
    if (entry.data.seq !== head.entries) throw new DamagedLogError(number, `its number is ${entry.data.seq}`);
    head = headAfter(head, next.value);
    yield entry.data;
  }
}

function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    // Whatever it is, it is no entry.
    return undefined;
  }
}
