import { failureAt } from '../fs/failures';
import type { FileStat, FileSystem } from '../fs/fileSystem';
import { isWithin } from '../fs/names';
import { Metrics } from '../job/metrics';
import { SummaryBuilder } from '../job/summaryBuilder';
import { FailureError } from '../model/failure/failure';
import type { Attempt } from '../model/job/job';
import type { JobSummary } from '../model/result/summary';
import type { PathText } from '../model/text/pathText';
import { isSameFile } from '../plan/checkNames';
import { findDestination } from '../plan/destination';

/** Where a destination is, whatever links lead there. */
interface Whereabouts {
  readonly path: PathText;
  /** The nearest folder that exists and all above it, and what is to be made below it. */
  readonly ancestors: readonly FileStat[];
  readonly missing: PathText;
}

/**
 * The summary of an attempt that is not begun, because two of its destinations are the same folder or one lies in the other;
 * undefined where they are apart. What else may be wrong with one is told by its own run.
 */
export function checkApart(fs: FileSystem, attempt: Attempt): JobSummary | undefined {
  const places = attempt.request.destinations.flatMap((path) => whereabouts(fs, path) ?? []);
  const clash = places.find((one, index) => places.some((other, at) => at !== index && lies(one, other)));
  if (clash === undefined) return undefined;
  const started = { at: new Date(), by: performance.now() };
  const summary = new SummaryBuilder(attempt, started, new Metrics(() => performance.now(), started.by));
  summary.addFailure(failureAt('destinationsOverlap', clash.path).failure);
  return summary.finish({ status: 'failed', destination: clash.path, recordsDir: null, stagingDir: null });
}

function whereabouts(fs: FileSystem, path: PathText): Whereabouts | undefined {
  try {
    const { nearest, ancestors, missing } = findDestination(fs, path);
    nearest.close();
    return { path, ancestors, missing: missing.join('/') };
  } catch (error) {
    if (error instanceof FailureError) return undefined;
    throw error;
  }
}

/** Whether `one` is `other` or lies in it. */
function lies(one: Whereabouts, other: Whereabouts): boolean {
  const [nearest] = other.ancestors;
  if (nearest === undefined) return false;
  if (other.missing === '') return one.ancestors.some((each) => isSameFile(each, nearest));
  const [own] = one.ancestors;
  return own !== undefined && isSameFile(own, nearest) && isWithin(one.missing, other.missing);
}
