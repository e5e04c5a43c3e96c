import { messageOf } from '../../engine/model/failure/thrown';
import type { Listeners } from '../listeners';
import type { QueueListener, QueueState, QueueTrouble } from './queueListener';
import type { LockOwner } from './queueLock';
import { QueueSaver } from './queueSaver';
import { EMPTY_QUEUE, type Queue } from './queueState';
import type { QueueStorage } from './queueStore';
import { interrupt, type Transition } from './queueTransitions';

/** Time between two looks at a queue another window has, in milliseconds: a window that dies tells nobody. */
const LOOK_MS = 1_000;

/** Another window has the queue: nothing can be changed from here. */
export class QueueElsewhereError extends Error {
  override readonly name = 'QueueElsewhereError';

  constructor(readonly owner: LockOwner) {
    super('another window has the queue');
  }
}

/** What uses the queue while this window has it. */
export interface QueueUser {
  /** The queue was changed. */
  onChanged(): void;
  /** Whether the queue is needed: while it is, no other window gets it. */
  isBusy(): boolean;
}

/**
 * The queue that all windows share: read by all, changed by one at a time. A window takes it with a change and gives it
 * back when it is needed no more; before each change that takes it, it is read anew.
 */
export class SharedQueue {
  readonly #saver: QueueSaver;
  readonly #toldInterrupted = new Set<string>();
  #state: QueueState = { ...EMPTY_QUEUE, elsewhere: null };
  #lastRead: Queue | undefined;
  #isMine = false;
  #isClosed = false;
  #hasToldNotSaved = false;
  #turn: Promise<unknown> = Promise.resolve();
  #watching: { dispose(): void } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly storage: QueueStorage,
    private readonly listeners: Listeners<QueueListener>,
    private readonly user: QueueUser,
  ) {
    this.#saver = new QueueSaver(
      (queue) => storage.write(queue),
      (error) => this.#tellNotSaved(error),
    );
  }

  get state(): QueueState {
    return this.#state;
  }

  /** Reads what earlier windows have left, and follows what others do. Resolves when it was read once. */
  async open(): Promise<void> {
    this.#watching = this.storage.watch(() => void this.#inTurn(() => this.#look()));
    await this.#inTurn(() => this.#look());
  }

  /**
   * Changes the queue, taking it first; false if nothing changed.
   * @throws {QueueElsewhereError} while another window has it
   */
  async edit(transition: Transition): Promise<boolean> {
    if (this.#isClosed) return false;
    if (this.#isMine) return this.change(transition);
    return this.#inTurn(async () => {
      await this.#take();
      return this.change(transition);
    });
  }

  /** Changes and saves the queue of this window, at once; false if nothing changed. */
  change(transition: Transition): boolean {
    const after = transition(this.#state);
    if (after === this.#state) return false;
    this.#set({ ...after, elsewhere: null });
    this.#saver.save(after);
    this.user.onChanged();
    this.rest();
    return true;
  }

  /** Changes what is only shown: it is not saved. */
  show(transition: Transition): void {
    const after = transition(this.#state);
    if (after !== this.#state) this.#set({ ...after, elsewhere: null });
  }

  /** Resolves when all changes so far are durable, or that they are not was told. */
  saved(): Promise<void> {
    return this.#saver.saved();
  }

  /** Gives the queue back if it is not needed. */
  rest(): void {
    if (this.user.isBusy()) return;
    void this.#inTurn(async () => {
      await this.#saver.saved();
      // What could not be written is known only here: another window would show something else.
      if (!this.user.isBusy() && !this.#saver.hasFailed) await this.#giveBack();
    });
  }

  /** Changes nothing more and gives the queue back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watching?.dispose();
    clearTimeout(this.#timer);
    await this.#inTurn(async () => {
      await this.#saver.saved();
      await this.#giveBack();
    });
  }

  async #take(): Promise<void> {
    if (this.#isMine) return;
    let queue: Queue | undefined;
    try {
      if (await this.storage.acquire()) queue = await this.#readForChange();
    } catch (error) {
      // Copying does not depend on it: the queue is kept in memory and no other one is written over.
      this.#tellNotSaved(error);
      await this.storage.release().catch(() => {});
      queue = this.#state;
    }
    if (queue === undefined) {
      const owner = (await this.storage.otherOwner()) ?? null;
      this.#showOthers(owner, (await this.storage.read()) ?? this.#state);
      throw new QueueElsewhereError(owner);
    }
    this.#isMine = true;
    this.#set({ ...queue, elsewhere: null });
    this.change(interrupt);
    this.#tellInterrupted();
    this.rest();
  }

  async #readForChange(): Promise<Queue> {
    const queue = await this.storage.read();
    if (queue !== undefined) return queue;
    const path = await this.storage.setAside();
    this.#tell({ kind: 'damaged', path });
    return EMPTY_QUEUE;
  }

  /** Shows the queue as others have left it. What nobody else can put right any more is taken and put right. */
  async #look(): Promise<void> {
    if (this.#isMine || this.#isClosed) return;
    try {
      const owner = await this.storage.otherOwner();
      const queue = await this.storage.read();
      if (owner !== undefined) this.#showOthers(owner, queue ?? this.#state);
      else if (queue === undefined || queue.running !== null) await this.#take();
      else this.#showFree(queue);
    } catch (error) {
      // Another one was faster, which the next look shows.
      if (!(error instanceof QueueElsewhereError)) this.#tellNotSaved(error);
    }
  }

  #showOthers(owner: LockOwner, queue: Queue): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#inTurn(() => this.#look()), LOOK_MS);
    this.#timer.unref();
    if (this.#lastRead === queue && this.#state.elsewhere?.owner?.pid === owner?.pid) return;
    this.#lastRead = queue;
    this.#set({ ...queue, elsewhere: { owner } });
  }

  #showFree(queue: Queue): void {
    if (this.#lastRead === queue && this.#state.elsewhere === null) return;
    this.#lastRead = queue;
    this.#set({ ...queue, elsewhere: null });
    this.#tellInterrupted();
  }

  async #giveBack(): Promise<void> {
    if (!this.#isMine) return;
    this.#isMine = false;
    // A lock that stays is this window's, and ends with it.
    await this.storage.release().catch((error: unknown) => this.#tellNotSaved(error));
  }

  /** One after another: taking, looking and giving back never overlap. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    // Whoever asked for it hears of the error.
    this.#turn = result.catch(() => {});
    return result;
  }

  #set(state: QueueState): void {
    this.#state = state;
    this.listeners.tell((listener) => listener.onDidChange?.(state));
  }

  #tellInterrupted(): void {
    const jobs = this.#state.ended.filter(
      ({ state, seen, attempt }) => state === 'interrupted' && !seen && !this.#toldInterrupted.has(attempt.jobId),
    );
    if (jobs.length === 0) return;
    for (const { attempt } of jobs) this.#toldInterrupted.add(attempt.jobId);
    this.listeners.tell((listener) => listener.onInterrupted?.(jobs));
  }

  /** Once is enough: the reason stays the same for all that follow. */
  #tellNotSaved(error: unknown): void {
    if (this.#hasToldNotSaved) return;
    this.#hasToldNotSaved = true;
    this.#tell({ kind: 'notSaved', cause: messageOf(error) });
  }

  #tell(trouble: QueueTrouble): void {
    this.listeners.tell((listener) => listener.onTrouble?.(trouble));
  }
}
