import { randomUUID } from 'node:crypto';
import type { JobRequest } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { JobListener } from '../engine/activeJob';
import type { JobStarter } from '../engine/jobStarter';
import { type Comparison, type ComparisonStep, compareMethods, type StoppedComparison } from './compareMethods';

/** An engine that is ended when it is not needed any more; the engine client is one. */
export interface DisposableEngine extends JobStarter {
  dispose(): Promise<void>;
}

/** What may be heard of a comparison while it is made. */
export interface ComparisonListener extends Pick<JobListener, 'onProgress' | 'onStalled'> {
  onStep?(step: ComparisonStep): void;
}

/** Makes comparisons, one at a time, each on an engine of its own: no job of a queue has to wait for it. */
export class Comparer {
  #stop: AbortController | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(private readonly newEngine: () => DisposableEngine) {}

  /** Whether a comparison is being made. */
  get isBusy(): boolean {
    return this.#stop !== undefined;
  }

  /**
   * Compares the methods; once `signal` is given it ends within one buffer, and nothing is left behind. Throws a
   * `RangeError` while another comparison is made.
   */
  async compare(
    request: JobRequest,
    listener: ComparisonListener,
    signal: AbortSignal,
  ): Promise<Comparison | StoppedComparison> {
    if (this.isBusy) throw new RangeError('one comparison at a time');
    const stop = new AbortController();
    this.#stop = stop;
    const engine = this.newEngine();
    const either = AbortSignal.any([signal, stop.signal]);
    const comparison = compareMethods(request, (copy, step) => {
      listener.onStep?.(step);
      return runToEnd(engine, copy, listener, either);
    });
    this.#ended = comparison.catch(() => undefined);
    try {
      return await comparison;
    } finally {
      await engine.dispose();
      this.#stop = undefined;
    }
  }

  /** For the end of the window: what is being made stops and removes its copies. */
  async stop(): Promise<void> {
    this.#stop?.abort();
    await this.#ended;
  }
}

/** A job whose device does not answer cannot hear that it is to stop: it is given up. */
async function runToEnd(
  engine: JobStarter,
  request: JobRequest,
  listener: JobListener,
  signal: AbortSignal,
): Promise<JobSummary> {
  const job = engine.start({ jobId: randomUUID(), attempt: 1, request }, listener);
  const stop = (): void => {
    if (!job.abandon()) job.cancel('remove');
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    return await job.finished;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
