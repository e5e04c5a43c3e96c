import type { Assistants } from '../copy/assistance';
import { InlineWriter } from '../copy/chunkWriter';
import type { CopyRunContext } from '../copy/copyRun';
import { copySpan } from '../copy/copySpan';
import { transferOnce, transferTwice } from '../copy/passes';
import { onDestination } from '../fs/failures';
import { nodeFileSystemWith } from '../fs/nodeFileSystem';
import { FailureError } from '../model/failure/failure';
import { type PlannedFile, parsePlannedFile } from '../model/item/plan';
import { SMALL_LIMIT } from '../model/item/sizeClass';
import { CancelledError, JobControl } from '../model/thread/jobControl';
import { SharedState } from '../model/thread/sharedState';
import { SourceTrees } from '../reading/sourceTrees';
import type { Proof } from '../verify/proof';
import { flushedAround, type ProvingContext, proveFlushed, type Unproved } from '../verify/prove';
import type { Follower, GroupLimits } from '../verify/prover';
import { UncachedReader } from '../verify/uncachedReader';
import type { FileAnswer, FileTask } from './fileMessages';
import type { LaneStocks } from './proofLane';
import type { Turn } from './turns';

/** Copies a span of files and proves them, by the code that copies on the engine's thread. Opens and closes all that it needs. */
export async function copyTask(task: FileTask, stocks: LaneStocks, turn: Turn): Promise<FileAnswer> {
  const opened = new Opened();
  try {
    const { items, stop } = await copySpan(filesOf(task), await contextOf(task, stocks, turn, opened));
    return { kind: 'ended', items: [...items], ...(stop && { stop: stop.failure }) };
  } catch (error) {
    if (error instanceof CancelledError) return { kind: 'cancelled' };
    if (error instanceof FailureError) return { kind: 'ended', items: [], stop: error.failure };
    throw error;
  } finally {
    opened.close();
  }
}

/** A span is one group, as long as it may be. */
const WHOLE_SPAN: GroupLimits = {
  descriptors: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  ms: Number.POSITIVE_INFINITY,
};

/** No other thread works on a file of a span. */
const ALONE: Assistants & Follower = { assist: () => undefined, follow: () => undefined };

/** What was opened for a span. */
class Opened {
  readonly #all: { close(): void }[] = [];

  add<T extends { close(): void }>(opened: T): T {
    this.#all.push(opened);
    return opened;
  }

  close(): void {
    for (const each of this.#all) each.close();
  }
}

/** Bytes that went through a pass are counted in shared memory. */
async function contextOf(
  { shared: buffer, part, attempt, request, rules, finalNames, ...task }: FileTask,
  { buffers, digests }: LaneStocks,
  turn: Turn,
  opened: Opened,
): Promise<CopyRunContext> {
  const shared = new SharedState(buffer, part);
  const fs = nodeFileSystemWith(shared.pulse);
  const open = ({ path, address }: FileTask['payload']) =>
    onDestination(() => opened.add(fs.openFolder(path, address)));
  const small = new InlineWriter(buffers.buffer(SMALL_LIMIT), false);
  const proving = {
    fs,
    reader: new UncachedReader(fs, buffers),
    digester: await digests.prepare(request.hashAlgorithms),
    checkpoint: new JobControl(shared).checkpoint,
    advance: (bytes: number) => shared.add('bytesByLanes', bytes),
  };
  return {
    ...proving,
    request,
    attempt,
    rules,
    finalNames: new Map(finalNames),
    sources: opened.add(new SourceTrees(fs, task.sources)),
    payload: open(task.payload),
    destination: open(task.destination),
    writers: { small, large: () => small },
    transfer: request.useBufferReuse ? transferOnce : transferTwice,
    assistants: ALONE,
    follower: ALONE,
    group: WHOLE_SPAN,
    prover: { prove: (files) => proveInTurn(files, proving, turn) },
  };
}

/** Proves a group; while the file system is flushed before, the lane has time for its next task. */
async function proveInTurn(files: readonly Unproved[], context: ProvingContext, turn: Turn): Promise<Proof[]> {
  const around = flushedAround(files);
  if (around !== undefined) await turn.yieldUntil(context.fs.flushMeanwhile(around));
  return proveFlushed(files, context);
}

function filesOf({ files }: FileTask): PlannedFile[] {
  const parsed: unknown = JSON.parse(files);
  if (!Array.isArray(parsed)) throw new Error('no list of files');
  return parsed.map(parsePlannedFile);
}
