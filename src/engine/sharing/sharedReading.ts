import { isDeepStrictEqual } from 'node:util';
import type { Transfer, Transferred, Transferring } from '../copy/passes';
import type { PassContext } from '../reading/readThrough';
import { SharedSink } from './sharedSink';

/** A destination that waits for the content of a file. */
interface Waiting {
  readonly transfer: Transfer;
  readonly how: Transferring;
  resolve(transferred: Transferred): void;
  reject(error: unknown): void;
}

/**
 * One reading of the source for several destinations. Each of them works through the plan by itself; whoever needs the
 * content of a file waits until all the others need one too, or need none any more. Then the file that comes first in the
 * plan is read once, for all who wait for it. So nobody runs ahead, nobody waits for ever, and what only one destination
 * needs (it alone has to copy again, or found another state of the source) is read for it alone.
 */
export class SharedReading {
  readonly #shares = new Set<ReadingShare>();
  readonly #waiting = new Map<ReadingShare, Waiting>();
  #isReading = false;
  #passesSaved = 0;

  /** Whole-file passes over sources that were not made, because one pass served more than one destination. */
  get passesSaved(): number {
    return this.#passesSaved;
  }

  /** Takes part in the reading. All must do so before the first of them asks for anything. */
  share(): ReadingShare {
    const share = new ReadingShare(
      (waiting) => {
        this.#waiting.set(share, waiting);
        this.#read();
      },
      () => {
        this.#shares.delete(share);
        this.#read();
      },
    );
    this.#shares.add(share);
    return share;
  }

  #read(): void {
    if (this.#isReading || this.#waiting.size === 0 || this.#waiting.size < this.#shares.size) return;
    const group = this.#takeFirst();
    this.#isReading = true;
    void readFor(group)
      .then((passes) => {
        this.#passesSaved += passes * (group.length - 1);
      })
      .finally(() => {
        this.#isReading = false;
        this.#read();
      });
  }

  #takeFirst(): Waiting[] {
    const all = [...this.#waiting];
    const [, first] = all.reduce((one, other) => (other[1].transfer.item.id < one[1].transfer.item.id ? other : one));
    const group = all.filter(([, each]) => isOfSameFile(each.transfer, first.transfer));
    for (const [share] of group) this.#waiting.delete(share);
    return group.map(([, each]) => each);
  }
}

/** The part of one destination in the reading of the source. */
export class ReadingShare {
  constructor(
    private readonly join: (waiting: Waiting) => void,
    /** Needs nothing any more; may be said more than once. */
    readonly leave: () => void,
  ) {}

  /** Does `how` together with all that want the same file. */
  sharing(how: Transferring): Transferring {
    return (transfer) => new Promise((resolve, reject) => this.join({ transfer, how, resolve, reject }));
  }
}

/** Gives the number of passes over the source. Never rejected: each of the group has its own end. */
async function readFor(group: readonly Waiting[]): Promise<number> {
  const [first] = group;
  if (first === undefined) return 0;
  const sink = new SharedSink(group.map(({ transfer }) => transfer.sink));
  const context = together(group.map(({ transfer }) => transfer.context));
  try {
    const transferred = await first.how({ ...first.transfer, sink, context });
    for (const each of group) end(each, sink, () => each.resolve(transferred));
    // A file without content is not counted as read by anybody.
    return transferred.bytes === 0 ? 0 : transferred.sourceReads;
  } catch (error) {
    for (const each of group) end(each, sink, () => each.reject(error));
    return 0;
  }
}

function end({ transfer, reject }: Waiting, sink: SharedSink, otherwise: () => void): void {
  const failure = sink.failureOf(transfer.sink);
  if (failure === undefined) otherwise();
  else reject(failure);
}

function together(contexts: readonly PassContext[]): PassContext {
  return {
    checkpoint: () => {
      for (const { checkpoint } of contexts) checkpoint();
    },
    advance: (bytes) => {
      for (const { advance } of contexts) advance(bytes);
    },
  };
}

function isOfSameFile(one: Transfer, other: Transfer): boolean {
  return one.item.path === other.item.path && isDeepStrictEqual(one.state, other.state);
}
