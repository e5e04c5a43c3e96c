import type { QueueState, RunningEntry } from '../../../src/client/copyQueue';
import { EMPTY_QUEUE } from '../../../src/client/copyQueue';
import type { Progress } from '../../../src/client/progress';
import { type Attempt, DEFAULT_OPTIONS, type JobRequest } from '../../../src/engine/model/job';
import type { JobSummary } from '../../../src/engine/model/summary';

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
    ...change,
  };
}

/** A job in the middle of its copy. */
export function running(change: Partial<RunningEntry> = {}): RunningEntry {
  return { attempt: attempt(), phase: 'copying', progress: progress(), paused: false, cancelling: null, ...change };
}

/** A state of the queue. */
export function queueState(change: Partial<QueueState> = {}): QueueState {
  return { ...EMPTY_QUEUE, ...change };
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
    sources: ['/media/card1'],
    destination: '/evidence',
    recordsDir: null,
    stagingDir: null,
    ...change,
  };
}
