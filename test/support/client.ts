import { randomUUID } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import type { JobListener } from '../../src/client/engine/activeJob';
import { EngineClient } from '../../src/client/engine/engineClient';
import type { Progress } from '../../src/client/progress/progress';
import type { ItemOutcome } from '../../src/engine/model/item/outcome';
import type { Attempt, JobRequest } from '../../src/engine/model/job/job';
import { ATTENDED, type Patience } from '../../src/engine/model/job/patience';
import type { Phase } from '../../src/engine/model/job/phase';
import { BUNDLES } from './bundles';

/** A client with its log. */
export interface TestClient {
  readonly client: EngineClient;
  readonly log: string[];
}

/** A client on the shipped engine thread, or another script, or one started ahead; disposed of when the test has finished. */
export function newClient(
  workerPath: string = BUNDLES.worker,
  patience: Patience = ATTENDED,
  ahead?: Worker,
): TestClient {
  const log: string[] = [];
  const client = new EngineClient({
    workerPath,
    ...(ahead && { ahead }),
    patience: () => patience,
    log: (level, message) => log.push(`${level}: ${message}`),
  });
  onTestFinished(() => client.dispose());
  return { client, log };
}

/** A first attempt at a request. */
export function attemptAt(request: JobRequest): Attempt {
  return { jobId: randomUUID(), attempt: 1, request };
}

/** Everything that a listener heard, in order. */
export interface Heard {
  readonly listener: JobListener;
  readonly staged: string[];
  readonly phases: Phase[];
  readonly progress: Progress[];
  readonly outcomes: ItemOutcome[];
}

/** A listener that keeps what it hears; `also` is called with each phase and each progress. */
export function listening(also: { phase?(phase: Phase): void; progress?(progress: Progress): void } = {}): Heard {
  const heard = {
    staged: [] as string[],
    phases: [] as Phase[],
    progress: [] as Progress[],
    outcomes: [] as ItemOutcome[],
  };
  const listener: JobListener = {
    onStaged: (dir) => heard.staged.push(dir),
    onPhase: (phase) => {
      heard.phases.push(phase);
      also.phase?.(phase);
    },
    onProgress: (progress) => {
      heard.progress.push(progress);
      also.progress?.(progress);
    },
    onOutcomes: (outcomes) => {
      heard.outcomes.push(...outcomes);
    },
  };
  return { ...heard, listener };
}
