import type { Progress } from '../../../src/client/progress/progress';
import type { QueueState } from '../../../src/client/queue/queueListener';
import { EMPTY_QUEUE, type EndedJob, type RunningEntry, type WaitingJob } from '../../../src/client/queue/queueState';
import { type Attempt, DEFAULT_OPTIONS, type JobRequest } from '../../../src/engine/model/job/job';
import type { JobSummary } from '../../../src/engine/model/result/summary';

const MiB = 1024 * 1024;

/** An attempt at copying `label`; its id is made of `number`, so that tests can name it. */
export function attempt(label = 'card1', number = 1, request: Partial<JobRequest> = {}): Attempt {
  const jobId = `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;
  const choice = { label, sources: [`/media/${label}`], destinations: ['/evidence'] };
  return { jobId, attempt: 1, request: { ...DEFAULT_OPTIONS, ...choice, ...request } };
}

/** Progress at a little less than half of 200 MiB. */
export function progress(change: Partial<Progress> = {}): Progress {
  return {
    phase: 'copying',
    paused: false,
    fraction: 0.456,
    bytesDone: 91 * MiB,
    bytesPlanned: 200 * MiB,
    itemsDone: 54,
    itemsPlanned: 120,
    itemsFailed: 0,
    currentRate: 312e6,
    averageRate: 300e6,
    peakRate: 350e6,
    etaMs: 75_000,
    currentPath: 'card1/clip 7.mp4',
    life: 'working',
    ...change,
  };
}

/** A job in the middle of its copy. */
export function running(change: Partial<RunningEntry> = {}): RunningEntry {
  return {
    state: 'running',
    attempt: attempt(),
    startedAt: '2026-11-10T09:00:00.000Z',
    stagingDir: null,
    phase: 'copying',
    progress: progress(),
    cancelling: null,
    ...change,
  };
}

/** A job that begins as soon as none runs. */
export function queued(of: Attempt): WaitingJob {
  return { state: 'queued', attempt: of, start: 'atOnce' };
}

/** A job that has ended, with a result nobody has looked at. */
export function ended(of: JobSummary, seen = false): EndedJob {
  const request = attempt(of.label, 1, { sources: of.sources, destinations: [of.destination] }).request;
  return { state: of.status, attempt: { jobId: of.jobId, attempt: 1, request }, summary: of, seen };
}

/** The parts of a state, as short as tests want to name them. */
export interface StateParts extends Partial<Omit<QueueState, 'waiting' | 'ended'>> {
  readonly waiting?: readonly (Attempt | WaitingJob)[];
  /** Results the person has looked at; they are older than the others. */
  readonly seen?: readonly JobSummary[];
  readonly unseen?: readonly JobSummary[];
}

/** A state of the queue. */
export function queueState({ waiting = [], seen = [], unseen = [], ...change }: StateParts = {}): QueueState {
  return {
    ...EMPTY_QUEUE,
    elsewhere: null,
    ...change,
    waiting: waiting.map((job) => ('state' in job ? job : queued(job))),
    ended: [...seen.map((each) => ended(each, true)), ...unseen.map((each) => ended(each))],
  };
}

/** The summary of a complete copy of 120 items with the grade that can be reached now. */
export function summary(change: Partial<JobSummary> = {}): JobSummary {
  return {
    jobId: attempt().jobId,
    label: 'card1',
    attempt: 1,
    status: 'complete',
    gradeRequested: 'readBack',
    grade: 'readBack',
    gradeReason: null,
    gradeCounts: { readBack: 110 },
    items: { planned: 120, copied: 120, recorded: 0, skipped: 0, failed: 0 },
    files: 110,
    filesPlanned: 110,
    bytes: 200 * MiB,
    bytesPlanned: 200 * MiB,
    sizeClasses: { small: 100, medium: 10, large: 0 },
    failures: [],
    failureCount: 0,
    notices: [],
    startedAt: '2026-11-10T09:00:00.000Z',
    endedAt: '2026-11-10T09:00:12.000Z',
    durationMs: 12_000,
    bytesPerSecond: 17_000_000,
    speedSamples: [],
    sourceReads: 110,
    destinationReads: 110,
    readsSaved: 110,
    peakMemoryBytes: 150 * MiB,
    method: 'bufferReuse',
    bufferSizeKB: 1024,
    sourceVolumes: [],
    destinationVolume: null,
    digestImplementations: { sha256: 'node:crypto (OpenSSL 3.0.0)' },
    sources: ['/media/card1'],
    destination: '/evidence',
    recordsDir: null,
    stagingDir: null,
    ...change,
  };
}
