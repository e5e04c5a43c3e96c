import type { DigestStock } from '../digests/digester';
import type { OpenFile } from '../fs/fileSystem';
import { nodeFileSystemWith } from '../fs/nodeFileSystem';
import { NodeOpenFile } from '../fs/nodeOpenFile';
import type { BufferStock } from '../memory/bufferStock';
import { CancelledError, JobControl } from '../model/thread/jobControl';
import { SharedState } from '../model/thread/sharedState';
import { follow } from '../verify/follow';
import type { Proof } from '../verify/proof';
import { type ProvingContext, prove, type Unproved } from '../verify/prove';
import { type UncachedFile, UncachedReader } from '../verify/uncachedReader';
import { GivenUpError, WriteProgress } from '../verify/writeProgress';
import type { ProofAnswer, ProofTask } from './proofMessages';

/** What a lane keeps from one task to the next. */
export interface LaneStocks {
  readonly digests: DigestStock;
  readonly buffers: BufferStock;
}

/**
 * Makes a group of copies durable and reads them back, or one copy behind its writer. Opens and closes no file of the job
 * itself. Bytes that were read back are counted in shared memory.
 */
export async function proveTask(task: ProofTask, { digests, buffers }: LaneStocks): Promise<ProofAnswer> {
  const shared = new SharedState(task.shared, task.part);
  const { checkpoint } = new JobControl(shared);
  const fs = nodeFileSystemWith(shared.pulse);
  const reader = new UncachedReader(fs, buffers);
  const advance = (bytes: number) => shared.add('bytesByLanes', bytes);
  const digester = await digests.prepare(task.hashAlgorithms);
  try {
    const context = { fs, reader, digester, checkpoint, advance };
    return { proofs: proofsOf(task, task.files.map(unprovedOf(shared)), context).map(toMessage) };
  } catch (error) {
    if (error instanceof CancelledError || error instanceof GivenUpError) return { cancelled: true };
    throw error;
  }
}

function proofsOf({ progress }: ProofTask, files: readonly Unproved[], context: ProvingContext): Proof[] {
  if (progress === undefined) return prove(files, context);
  return files.map((file) => follow(file, new WriteProgress(file.size, progress), context));
}

/** The files stay the engine's, which closes them. */
function unprovedOf({ pulse }: SharedState): (file: ProofTask['files'][number]) => Unproved {
  return ({ path, fd, size, written }) => ({
    copy: new NodeOpenFile(fd, path, 'write', pulse),
    size,
    written: written === null ? undefined : uncached(new NodeOpenFile(written.fd, path, 'read', pulse), written),
  });
}

function uncached(file: OpenFile, { access, reason }: Pick<UncachedFile, 'access'> & { reason?: string | undefined }) {
  return { file, access, ...(reason === undefined ? {} : { reason }) };
}

function toMessage(proof: Proof): Extract<ProofAnswer, { proofs: unknown }>['proofs'][number] {
  if ('read' in proof) return { read: proof.read ?? null, durationMs: proof.durationMs };
  const { code, syscall, message, offset } = proof.error;
  return { failed: proof.failed, code, syscall, message, ...(offset === undefined ? {} : { offset }) };
}
