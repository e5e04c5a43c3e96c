import type { Grade } from '../../engine/model/proof/grade';
import type { JobSummary } from '../../engine/model/result/summary';
import { bytesPerSecond } from '../../engine/model/text/units';
import type { MethodName } from './methods';

/** What came of one way of copying. */
export interface ComparedRow {
  readonly name: MethodName;
  /** Median of all runs. */
  readonly durationMs: number;
  /** Each run, in the order in which they ran. */
  readonly durationsMs: readonly number[];
  /** By the median. */
  readonly bytesPerSecond: number;
  readonly sourceReads: number;
  readonly destinationReads: number;
  readonly readsSaved: number;
  /** Null where no file had content. */
  readonly grade: Grade | null;
}

/** Puts the runs of one method together. Reads and grade are the same in each. Throws a `RangeError` if there is none. */
export function comparedRow(name: MethodName, runs: readonly JobSummary[]): ComparedRow {
  const [first] = runs;
  if (first === undefined) throw new RangeError(`${name} was not run`);
  const { sourceReads, destinationReads, readsSaved, grade, bytes } = first;
  const durationsMs = runs.map((run) => run.durationMs);
  const durationMs = median(durationsMs);
  return {
    name,
    durationMs,
    durationsMs,
    bytesPerSecond: bytesPerSecond(bytes, durationMs),
    sourceReads,
    destinationReads,
    readsSaved,
    grade,
  };
}

/** The value in the middle, or the mean of the two there. Of nothing it is not a number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  const lower = sorted.length % 2 === 0 ? upper - 1 : upper;
  return ((sorted[lower] ?? Number.NaN) + (sorted[upper] ?? Number.NaN)) / 2;
}
