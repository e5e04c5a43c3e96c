import { Worker } from 'node:worker_threads';
import { FailureError } from '../model/failure/failure';
import type { ProofLaneData } from './laneData';
import { type ProofAnswer, ProofAnswerSchema, type ProofTask } from './proofMessages';

/** It keeps little for long: without a limit its heap grows with each job for a while, as if that were so. */
const MEMORY = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 } as const;

interface Waiting {
  resolve(answer: ProofAnswer): void;
  reject(error: Error): void;
}

/**
 * The proof lane of an engine thread, started when it is first needed and lent to one job after another: to start a thread
 * takes longer than to prove a small job. One that died ends the job at hand, and the next one gets another.
 */
export class ProofThread {
  #worker: Worker | undefined;
  #ended: Promise<void> = Promise.resolve();
  /** In the order in which the lane will answer. */
  readonly #waiting: Waiting[] = [];

  /** @param lanePath The bundled lane. */
  constructor(readonly lanePath: string) {}

  /** Lets the lane prove a group, after those before it. Rejected with `engineCrashed` where it dies. */
  ask(task: ProofTask): Promise<ProofAnswer> {
    const worker = this.#worker ?? this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      worker.postMessage(task);
    });
  }

  /** Ends the thread when it has answered. */
  async close(): Promise<void> {
    this.#worker?.postMessage('end');
    await this.#ended;
  }

  #start(): Worker {
    const workerData: ProofLaneData = { kind: 'proof' };
    const worker = new Worker(this.lanePath, { workerData, resourceLimits: MEMORY, name: 'evidence-copy proof lane' });
    // Idle, it keeps nobody from ending.
    worker.unref();
    let death: string | undefined;
    worker.on('message', (message: unknown) => this.#waiting.shift()?.resolve(ProofAnswerSchema.parse(message)));
    worker.on('error', (error) => {
      death = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    this.#ended = new Promise((resolve) => {
      worker.once('exit', (code) => {
        this.#worker = undefined;
        const cause = death ?? `the proof lane ended with code ${code}`;
        for (const { reject } of this.#waiting.splice(0))
          reject(new FailureError({ code: 'engineCrashed', cause }, 'job'));
        resolve();
      });
    });
    this.#worker = worker;
    return worker;
  }
}
