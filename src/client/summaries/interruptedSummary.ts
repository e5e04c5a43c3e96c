import type { Attempt } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import { untoldSummary } from './untoldSummary';

/**
 * The summary of a job whose window ended without telling how the job did: nothing is claimed about it. Its end is not
 * known either; `endedAt` repeats the start.
 */
export function interruptedSummary(attempt: Attempt, startedAt: string, stagingDir: PathText | null): JobSummary {
  const summary = untoldSummary(attempt, { startedAt: new Date(startedAt), stagingDir, failures: [] });
  return {
    ...summary,
    status: 'interrupted',
    endedAt: summary.startedAt,
    durationMs: 0,
    peakMemoryBytes: 0,
  };
}
