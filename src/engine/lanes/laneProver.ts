import { Worker } from 'node:worker_threads';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure';
import type { Proof, Unproved } from '../verify/prove';
import type { Prover } from '../verify/prover';
import type { ProofLaneData } from './laneData';
import { type ProofAnswer, ProofAnswerSchema, type ProofTask } from './proofMessages';

/** How often the engine looks at what was read back while it has nothing else to do. */
const TICK_MS = 100;

interface Waiting {
  resolve(answer: ProofAnswer): void;
  reject(error: Error): void;
}

/** Proves on a thread of its own, so that one group is read back while the next one is copied. */
export class LaneProver implements Prover {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #waiting: Waiting | undefined;
  #death: FailureError | undefined;

  /**
   * @param lanePath The bundled lane.
   * @param onTick Called now and then while the engine waits; throws nothing.
   * @param checkpoint Throws where the job is cancelled.
   */
  constructor(
    lanePath: string,
    workerData: ProofLaneData,
    private readonly onTick: () => void,
    private readonly checkpoint: () => void,
  ) {
    this.#worker = new Worker(lanePath, { workerData, name: 'evidence-copy proof lane' });
    this.#worker.on('message', (message: unknown) => this.#take()?.resolve(ProofAnswerSchema.parse(message)));
    this.#worker.on('error', (error) =>
      this.#die(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#die(`the proof lane ended with code ${code}`);
        resolve();
      });
    });
  }

  async prove(files: readonly Unproved[]): Promise<readonly Proof[]> {
    const ticking = setInterval(this.onTick, TICK_MS);
    try {
      const answer = await this.#ask({ files: files.map(toMessage) });
      this.onTick();
      if ('proofs' in answer) return answer.proofs.map((proof, index) => toProof(proof, files[index]?.copy.path ?? ''));
      this.checkpoint();
      throw new Error('the proof lane was cancelled, the job was not');
    } finally {
      clearInterval(ticking);
    }
  }

  /** Ends the thread when it has answered. */
  async close(): Promise<void> {
    if (this.#death === undefined) this.#worker.postMessage('end');
    await this.#ended;
  }

  #ask(task: ProofTask): Promise<ProofAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) return reject(this.#death);
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(task);
    });
  }

  #die(cause: string): void {
    this.#death ??= new FailureError({ code: 'engineCrashed', cause }, 'job');
    this.#take()?.reject(this.#death);
  }

  #take(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}

function toMessage({ copy, size, written }: Unproved): ProofTask['files'][number] {
  if (written === undefined) return { path: copy.path, fd: copy.fd, size, written: null };
  const { file, access, reason } = written;
  return { path: copy.path, fd: copy.fd, size, written: { fd: file.fd, access, ...(reason && { reason }) } };
}

function toProof(proof: Extract<ProofAnswer, { proofs: unknown }>['proofs'][number], path: string): Proof {
  if ('read' in proof) {
    const { read, durationMs } = proof;
    if (read === null) return { read: undefined, durationMs };
    const { bytes, digests, reason } = read;
    return { read: { bytes, digests, ...(reason === undefined ? {} : { reason }) }, durationMs };
  }
  const { failed, code, syscall, message, offset } = proof;
  return { failed, error: new SystemError(code, syscall, path, message, offset) };
}
