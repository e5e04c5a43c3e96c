import type { CopyRunContext } from '../copy/copyRun';
import type { EndedSpan } from '../copy/copySpan';
import type { SpanCopier } from '../copy/spans';
import { descriptorLimit } from '../fs/descriptorLimit';
import type { Folder } from '../fs/fileSystem';
import { topOf } from '../fs/names';
import { FailureError } from '../model/failure/failure';
import type { PlannedFile } from '../model/item/plan';
import type { SharedState } from '../model/thread/sharedState';
import { type FileTask, parseFileAnswer } from './fileMessages';
import type { LaneStock } from './laneStock';
import type { LaneThread } from './laneThread';
import { whileTicking } from './whileTicking';

/** So many spans are given to a lane at a time: while one of them is flushed, it copies the other. */
const SPANS_PER_LANE = 2;

/** Of the descriptors that the process may have, lanes hold at most this part: others want to open files, too. */
const PART = 1 / 4;

/** The files of a larger group are not worth their memory. */
const MOST_DESCRIPTORS = 512;

/**
 * How many descriptors each span may hold on so many lanes, and each group of the engine's thread, which has two at a time as they
 * have, where the process may have `limit` in all.
 */
export function spanDescriptors(lanes: number, limit = descriptorLimit()): number {
  return Math.min(MOST_DESCRIPTORS, Math.floor((limit * PART) / ((lanes + 1) * SPANS_PER_LANE)));
}

/** What lanes that copy files need of their job. */
export type FileLanesContext = Pick<
  CopyRunContext,
  'attempt' | 'request' | 'sources' | 'finalNames' | 'rules' | 'payload' | 'destination' | 'checkpoint' | 'advance'
> & { readonly shared: SharedState };

/** A lane, and how many spans it has. */
interface Busy {
  readonly thread: LaneThread;
  spans: number;
}

/** Copies small files on several threads. Lanes are taken when they are first needed. */
export class FileLanes implements SpanCopier {
  readonly #lanes: Busy[] = [];

  readonly descriptors: number;
  readonly most: number;

  /** @param size How many lanes, and how many descriptors for each span. */
  constructor(
    private readonly stock: LaneStock,
    private readonly size: { readonly count: number; readonly descriptors: number },
    private readonly context: FileLanesContext,
  ) {
    this.descriptors = size.descriptors;
    this.most = size.count * SPANS_PER_LANE;
  }

  async copy(files: readonly PlannedFile[]): Promise<EndedSpan> {
    const { checkpoint, advance } = this.context;
    const lane = this.#lane();
    lane.spans++;
    // What the lanes have copied is counted with the next bytes of the engine, and these are none.
    const reply = await whileTicking(() => advance(0), lane.thread.ask(this.#taskOf(files)));
    lane.spans--;
    const answer = parseFileAnswer(reply);
    if (answer.kind === 'ended') {
      const { items, stop } = answer;
      return { items, stop: stop && new FailureError(stop, 'job') };
    }
    checkpoint();
    throw new Error('a lane was cancelled, the job was not');
  }

  /** Gives back what was lent. */
  async close(): Promise<void> {
    for (const { thread } of this.#lanes) await this.stock.giveBack(thread);
  }

  /** The lane that has least to do. */
  #lane(): Busy {
    const idle = this.#lanes.find(({ spans }) => spans === 0);
    if (idle !== undefined) return idle;
    if (this.#lanes.length < this.size.count) this.#lanes.push({ thread: this.stock.take(), spans: 0 });
    const [first, ...others] = this.#lanes;
    if (first === undefined) throw new Error('no lane may be taken');
    return others.reduce((least, lane) => (lane.spans < least.spans ? lane : least), first);
  }

  #taskOf(files: readonly PlannedFile[]): FileTask {
    const { attempt, request, sources, finalNames, rules, payload, destination, shared } = this.context;
    const { symbolicLinks } = rules;
    const selected = [...new Map(files.map(({ path }) => [topOf(path), sources.selectedOf(path)])).values()];
    return {
      kind: 'copy',
      shared: shared.buffer,
      part: shared.part,
      attempt,
      request: { ...request, sources: [] },
      sources: selected.map(({ name, parent, path }) => ({ name, parent, path })),
      finalNames: selected.map(({ name }) => [name, finalNames.get(name) ?? name]),
      rules: { symbolicLinks },
      payload: addressOf(payload),
      destination: addressOf(destination),
      files: JSON.stringify(files),
    };
  }
}

function addressOf({ path, address }: Folder): FileTask['payload'] {
  return { path, address };
}
