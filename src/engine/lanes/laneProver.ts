import { SystemError } from '../fs/systemError';
import type { JobRequest } from '../model/job/job';
import type { SharedState } from '../model/thread/sharedState';
import type { Following } from '../verify/following';
import type { Proof } from '../verify/proof';
import type { Unproved } from '../verify/prove';
import { WriteProgress } from '../verify/writeProgress';
import { LaneFollowing } from './laneFollowing';
import type { LaneThread } from './laneThread';
import { type ProofAnswer, ProofAnswerSchema, type ProofTask } from './proofMessages';
import { whileTicking } from './whileTicking';

/** What proving on another thread needs to know of the job. */
export interface LaneProverContext {
  readonly request: JobRequest;
  readonly shared: SharedState;
  /** Throws where the job is cancelled. */
  checkpoint(): void;
  /** Called now and then while the engine waits; throws nothing. */
  tick(): void;
}

/** Proves on a thread of its own, so that one group is read back while the next one is copied. */
export class LaneProver {
  constructor(
    readonly lane: LaneThread,
    private readonly context: LaneProverContext,
  ) {}

  /** As `Prover.prove`. */
  async prove(files: readonly Unproved[]): Promise<readonly Proof[]> {
    const proofs = await this.#ask({ files: files.map(toMessage) });
    return proofs.map((proof, index) => toProof(proof, files[index]?.copy.path ?? ''));
  }

  /** Proves a copy that is being written. The lane comes to it when it has answered all that it was asked before. */
  follow(file: Unproved): Following {
    const progress = new WriteProgress(file.size);
    return new LaneFollowing(progress, this.#proofBehind(file, progress));
  }

  async #proofBehind(file: Unproved, { memory }: WriteProgress): Promise<Proof> {
    const [proof] = await this.#ask({ files: [toMessage(file)], progress: memory });
    if (proof === undefined) throw new Error(`no proof of ${file.copy.path}`);
    return toProof(proof, file.copy.path);
  }

  async #ask(what: Pick<ProofTask, 'files' | 'progress'>): Promise<ProvenMessage[]> {
    const { request, shared, checkpoint, tick } = this.context;
    const { hashAlgorithms } = request;
    const task = { kind: 'prove', shared: shared.buffer, part: shared.part, hashAlgorithms, ...what } as const;
    const answer = ProofAnswerSchema.parse(await whileTicking(tick, this.lane.ask(task)));
    if ('proofs' in answer) return answer.proofs;
    checkpoint();
    throw new Error('the proof lane was cancelled, the job was not');
  }
}

type ProvenMessage = Extract<ProofAnswer, { proofs: unknown }>['proofs'][number];

function toMessage({ copy, size, written }: Unproved): ProofTask['files'][number] {
  if (written === undefined) return { path: copy.path, fd: copy.fd, size, written: null };
  const { file, access, reason } = written;
  return { path: copy.path, fd: copy.fd, size, written: { fd: file.fd, access, ...(reason && { reason }) } };
}

function toProof(proof: ProvenMessage, path: string): Proof {
  if ('read' in proof) {
    const { read, durationMs } = proof;
    if (read === null) return { read: undefined, durationMs };
    const { bytes, digests, reason } = read;
    return { read: { bytes, digests, ...(reason === undefined ? {} : { reason }) }, durationMs };
  }
  const { failed, code, syscall, message, offset } = proof;
  return { failed, error: new SystemError(code, syscall, path, message, offset) };
}
