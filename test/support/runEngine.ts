import { randomUUID } from 'node:crypto';
import { DigestStock } from '../../src/engine/digests/digester';
import type { FileSystem } from '../../src/engine/fs/fileSystem';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { LaneStock } from '../../src/engine/lanes/laneStock';
import { BufferStock } from '../../src/engine/memory/bufferStock';
import type { ItemOutcome } from '../../src/engine/model/item/outcome';
import { type Attempt, DEFAULT_OPTIONS, type JobRequest } from '../../src/engine/model/job/job';
import type { Phase } from '../../src/engine/model/job/phase';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { runToEach } from '../../src/engine/several/runToEach';

/**
 * A request with the built-in defaults, but all lanes whatever machine it is, and the grade `readBack`, which is reached on
 * every file system.
 */
export function requestFor(
  sources: readonly string[],
  destination: string,
  choices: Partial<JobRequest> = {},
): JobRequest {
  return {
    ...DEFAULT_OPTIONS,
    verification: 'readBack',
    lanes: '4',
    label: 'test',
    sources: [...sources],
    destinations: [destination],
    ...choices,
  };
}

const DIGESTS = new DigestStock();

/** How a job is run in a test. */
export interface RunOptions {
  /** Another file system port, such as one that fails. */
  readonly fs?: FileSystem;
  /** Path of the bundled lane; without it everything is written on the test's own thread. */
  readonly lanePath?: string;
  readonly buffers?: BufferStock;
  /** Other code for digests, such as one that computes them wrongly. */
  readonly digests?: DigestStock;
  readonly shared?: SharedState;
  /** A further attempt at a job; without it every run is the first attempt at a job of its own. */
  readonly again?: Pick<Attempt, 'jobId' | 'attempt' | 'continues' | 'beginsAt'>;
  readonly onPhase?: (phase: Phase) => void;
}

/** What a job told. */
export interface EngineRun {
  readonly summary: JobSummary;
  readonly outcomes: readonly ItemOutcome[];
  readonly phases: readonly Phase[];
  readonly log: readonly string[];
}

/** Runs a job in this thread, without a worker. */
export async function runEngine(request: JobRequest, options: RunOptions = {}): Promise<EngineRun> {
  const outcomes: ItemOutcome[] = [];
  const phases: Phase[] = [];
  const log: string[] = [];
  const lanes = options.lanePath === undefined ? undefined : new LaneStock(options.lanePath);
  const summary = await runToEach(
    { jobId: randomUUID(), attempt: 1, ...options.again, request },
    {
      fs: options.fs ?? nodeFileSystem,
      lanes,
      digests: options.digests ?? DIGESTS,
      buffers: options.buffers ?? new BufferStock(),
      build: { application: null, bundles: {} },
      timeZone: 'UTC',
    },
    options.shared ?? new SharedState(SharedState.allocate(request.destinations.length)),
    {
      staged: () => {},
      phase: (phase) => {
        phases.push(phase);
        options.onPhase?.(phase);
      },
      outcome: (outcome) => outcomes.push(outcome),
      log: (level, message) => log.push(`${level}: ${message}`),
    },
  );
  await lanes?.close();
  return { summary, outcomes, phases, log };
}
