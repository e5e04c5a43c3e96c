import type { Failure } from '../../engine/model/failure/failure';
import { type Attempt, methodOf } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';

/** What is known of a job that could not tell itself how it ended. */
export interface UntoldEnd {
  readonly startedAt: Date;
  /** Where something lies staged; null where nothing does, or nobody knows. */
  readonly stagingDir: PathText | null;
  readonly failures: readonly Failure[];
}

/** The summary of a job that could not tell itself how it ended: what was staged stays, nothing is claimed. */
export function untoldSummary(
  { jobId, attempt, request }: Attempt,
  { startedAt, stagingDir, failures }: UntoldEnd,
): JobSummary {
  const endedAt = new Date();
  return {
    jobId,
    label: request.label,
    attempt,
    status: 'failed',
    gradeRequested: request.verification,
    grade: null,
    gradeReason: null,
    gradeCounts: {},
    items: { planned: 0, copied: 0, recorded: 0, skipped: 0, failed: 0 },
    files: 0,
    filesPlanned: 0,
    bytes: 0,
    bytesPlanned: 0,
    sizeClasses: { small: 0, medium: 0, large: 0 },
    failures: [...failures],
    failureCount: failures.length,
    notices: [],
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    durationMs: endedAt.getTime() - startedAt.getTime(),
    bytesPerSecond: 0,
    speedSamples: [],
    sourceReads: 0,
    destinationReads: 0,
    readsSaved: 0,
    peakMemoryBytes: process.memoryUsage.rss(),
    method: methodOf(request),
    bufferSizeKB: request.bufferSizeKB,
    digestImplementations: {},
    sourceVolumes: [],
    destinationVolume: null,
    sources: [...request.sources],
    destination: request.destinations[0] ?? '',
    recordsDir: null,
    stagingDir,
  };
}

/** The summary of a job whose thread died, or that no thread could be started for. */
export function crashSummary(
  attempt: Attempt,
  startedAt: Date,
  stagingDir: PathText | null,
  cause: string,
): JobSummary {
  return untoldSummary(attempt, { startedAt, stagingDir, failures: [{ code: 'engineCrashed', cause }] });
}
