import type { Digester } from '../digests/digester';
import type { Folder } from '../fs/fileSystem';
import { Closing } from '../journal/closing';
import type { Phase } from '../model/job/phase';
import type { JobSummary } from '../model/result/summary';
import type { PathText } from '../model/text/pathText';
import type { JobControl } from '../model/thread/jobControl';
import type { SourceTrees } from '../reading/sourceTrees';
import type { Surroundings } from '../records/surroundings';
import type { Staging } from '../staging/staging';
import { type JobParts, leaveStaging, noteInLog } from './endings';
import { type Packed, packJob, sealBag } from './packJob';
import { outcomesOf, type PublishedJob, settleJob } from './settleJob';
import type { SourceLook } from './sourceLook';
import type { WorkMeter } from './workMeter';

/** A job that has published, and is still to be told, recorded and packed. */
export interface JobToEnd extends PublishedJob {
  readonly destination: Folder;
  readonly sources: SourceTrees;
  /** The sources looked at once more. */
  readonly look: SourceLook;
  readonly staging: Staging;
  readonly digester: Digester;
}

/** What ending it needs. */
export interface EndContext extends JobParts {
  readonly startedAt: Date;
  readonly surroundings: Surroundings;
  readonly control: JobControl;
  readonly work: WorkMeter;
  enter(phase: Phase): void;
}

/** The summary of a job that has published: outcomes told ▸ records ▸ ZIP ▸ staging folder left. */
export async function endPublished(job: JobToEnd, context: EndContext): Promise<JobSummary> {
  const { destination, home, look, published, staging, digester } = job;
  const { attempt, startedAt, surroundings, fs, summary, teller, work } = context;
  context.enter('recording');
  summary.sourceStatement = await look.statement();
  const isBlocked = published.blocked.size > 0;
  const closing = new Closing(attempt, staging.folder, staging.attemptFolder, staging.custody);
  const stagingDir = isBlocked ? staging.path : null;
  const settling = {
    attempt,
    destination: destination.path,
    startedAt,
    surroundings,
    fs,
    summary,
    teller,
    stagingDir,
    closing,
  };
  const { recordsDir, failure } = settleJob({ ...job, ...settling });
  if (failure !== undefined) noteInLog(staging, context.events, { event: 'stopped', failure });
  const packed =
    failure === undefined
      ? (sealBag(home, { scratch: staging.folder, algorithms: attempt.request.hashAlgorithms, digester, summary }) ??
        (await pack(recordsDir, job, context)))
      : undefined;
  // Without its records and its ZIP a job is not over: a further attempt can make them.
  const isOpen = failure !== undefined || packed?.leaves === 'keep';
  const kept = leaveStaging(staging, isBlocked || isOpen, context);
  if (!isOpen && packed?.status === undefined) work.ended();
  const status = packed?.status ?? summary.status;
  const { archive } = packed ?? {};
  return summary.finish({ status, destination: destination.path, recordsDir, archive, stagingDir: kept });
}

function pack(recordsDir: PathText | null, job: JobToEnd, context: EndContext): Promise<Packed> | undefined {
  const { request } = context.attempt;
  if (request.zip === 'none') return undefined;
  context.enter('archiving');
  const { destination, home, staging, digester } = job;
  const { fs, control, work, summary } = context;
  const outcomes = outcomesOf(job);
  return packJob({ request, fs, destination, home, staging, outcomes, recordsDir, digester, control, work, summary });
}
