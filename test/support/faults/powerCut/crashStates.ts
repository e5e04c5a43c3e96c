import type { Recorded } from '../faultfs/recording';
import { sampleNumbers } from '../samples';

/** Something that a disk took. */
export interface DiskWrite {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** What a disk may hold after its power was cut. */
export interface CrashState {
  /** What tells it from every other. */
  readonly name: string;
  /** Everything that was durable, and of what was written later some; in order. */
  readonly writes: readonly DiskWrite[];
  /** The last mark before the cut. */
  readonly mark: number;
}

/** Part of a write that a device does not tear. */
const PAGE = 4096;
/** How many times as many moments are looked at as states are wanted: two moments may leave the same behind. */
const MOST_TRIES = 20;

/** What becomes of writes that were not flushed yet: all reach the disk, none does, or each may or may not. */
const MANNERS = ['kept', 'lost', 'some', 'some', 'torn'] as const;

/**
 * Different states of a disk whose power was cut at moments that are spread over a recording, all of it or its part from a
 * mark on. The same seed gives the same states. What was written before a flush is in all of them that come after it; of later writes each may be
 * missing, in any combination, and one may be torn between two pages.
 */
export function* crashStates(
  recorded: readonly Recorded[],
  count: number,
  seed: number,
  fromMark = 0,
): Generator<CrashState> {
  const known = new Set<string>();
  const first = recorded.findIndex((each) => each.kind === 'mark' && each.number === fromMark);
  for (let attempt = 0; attempt < count * MOST_TRIES && known.size < count; attempt++) {
    const state = crashState(recorded, first, seed * 1_000_003 + attempt);
    if (known.has(state.name)) continue;
    known.add(state.name);
    yield state;
  }
}

function crashState(recorded: readonly Recorded[], first: number, seed: number): CrashState {
  const [moment = 0, choice = 0] = sampleNumbers(2, seed);
  const end = first + 1 + Math.floor(moment * (recorded.length - first));
  const happened = recorded.slice(0, end);
  const flushed = happened.findLastIndex(({ kind }) => kind === 'flush');
  const manner = MANNERS[Math.floor(choice * MANNERS.length)] ?? 'some';
  const chances = sampleNumbers(2 + end, seed).slice(2);
  const isKept = (index: number) => {
    if (index <= flushed || manner === 'kept') return true;
    return manner !== 'lost' && (chances[index] ?? 0) < 0.5;
  };
  const kept = happened.flatMap((each, index) => (each.kind === 'write' && isKept(index) ? [{ ...each, index }] : []));
  const last = kept.at(-1);
  const isTorn = manner === 'torn' && last !== undefined && last.index > flushed && last.bytes.length > PAGE;
  const writes = isTorn ? [...kept.slice(0, -1), tornPart(last, chances[0] ?? 0)] : kept;
  const late = kept.filter(({ index }) => index > flushed).map(({ index }) => index);
  const marks = happened.flatMap((each) => (each.kind === 'mark' ? [each.number] : []));
  return { name: [flushed, ...late, ...(isTorn ? ['torn'] : [])].join(' '), writes, mark: Math.max(0, ...marks) };
}

/** The first pages of a write. */
function tornPart({ offset, bytes }: DiskWrite, chance: number): DiskWrite {
  const pages = Math.floor(bytes.length / PAGE);
  return { offset, bytes: bytes.subarray(0, Math.floor(chance * pages) * PAGE) };
}
