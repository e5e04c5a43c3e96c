import { stackOf } from '../../engine/model/failure/thrown';
import type { ItemOutcome } from '../../engine/model/item/outcome';
import type { Attempt } from '../../engine/model/job/job';
import type { Patience } from '../../engine/model/job/patience';
import type { Phase } from '../../engine/model/job/phase';
import type { JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import type { LogLevel } from '../../engine/model/thread/logLevel';
import type { FromEngine, Told } from '../../engine/model/thread/protocol';
import { SharedState } from '../../engine/model/thread/sharedState';
import type { Progress } from '../progress/progress';
import { ProgressMeter } from '../progress/progressMeter';
import { type Life, Watchdog } from '../progress/watchdog';
import { stalledSummary } from '../summaries/stalledSummary';
import { crashSummary } from '../summaries/untoldSummary';

const PROGRESS_MS = 100;

/** What may be heard of a running job. A listener that throws is noted in the log and disturbs nothing. */
export interface JobListener {
  /** Staging exists and holds a durable custody log. */
  onStaged?(stagingDir: PathText): void;
  onPhase?(phase: Phase): void;
  /** At most ten times a second, and once at the end. */
  onProgress?(progress: Progress): void;
  /** A device does not answer, or answers again. */
  onStalled?(isStalled: boolean): void;
  /**
   * Final outcomes in batches; each planned item appears exactly once. A listener that needs time returns a promise: the
   * engine does not run more than a few batches ahead of it. Outcomes of items that did not fail come only to who has this.
   */
  onOutcomes?(outcomes: readonly ItemOutcome[]): void | Promise<void>;
  /** The final outcomes of failed items, in batches. */
  onFailedItems?(outcomes: readonly ItemOutcome[]): void;
  onLog?(level: LogLevel, message: string): void;
}

/** What a job needs of the client that runs it. */
export interface JobKeeper {
  readonly patience: Patience;
  /** The job has been stalled for longer than anybody would wait. */
  giveUp(): void;
  /** Takes what a listener threw. */
  complain(message: string): void;
}

/** One job on the thread, from its request to its one summary. */
export class ActiveJob {
  readonly shared: SharedState;
  readonly finished: Promise<JobSummary>;
  readonly #startedAt = new Date();
  readonly #meter: ProgressMeter;
  readonly #watchdog: Watchdog;
  readonly #timer: NodeJS.Timeout;
  #resolve: (summary: JobSummary) => void = () => {};
  #stagingDir: PathText | null = null;
  #life: Life = 'working';

  constructor(
    readonly attempt: Attempt,
    private readonly listener: JobListener,
    private readonly keeper: JobKeeper,
  ) {
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.shared = new SharedState(SharedState.allocate(attempt.request.destinations.length));
    const now = performance.now();
    this.#meter = new ProgressMeter(this.shared, now);
    this.#watchdog = new Watchdog(keeper.patience, now);
    this.#timer = setInterval(() => this.#watch(), PROGRESS_MS);
  }

  get isStalled(): boolean {
    return this.#life === 'stalled';
  }

  /** Which outcomes the engine is asked for. */
  get told(): Told {
    return this.listener.onOutcomes === undefined ? 'failed' : 'all';
  }

  receive(message: FromEngine): void {
    switch (message.type) {
      case 'staged':
        // Of several destinations the first one that is begun stands for all.
        if (this.#stagingDir !== null) return;
        this.#stagingDir = message.stagingDir;
        this.#tell(() => this.listener.onStaged?.(message.stagingDir));
        return;
      case 'phase':
        this.#tell(() => this.listener.onPhase?.(message.phase));
        return;
      case 'outcomes':
        void this.#take(message.outcomes);
        return;
      case 'log':
        this.#tell(() => this.listener.onLog?.(message.level, message.message));
        return;
      case 'found':
      case 'notSearched':
      case 'discarded':
      case 'notDiscarded':
      case 'audited':
      case 'auditRefused':
        // Asked for by somebody else.
        return;
      case 'finished':
        this.#setLife('working');
        this.#end(message.summary);
        return;
      default:
        message satisfies never;
    }
  }

  /** The thread is gone: this job will say no more. */
  crash(cause: string): void {
    this.#end(crashSummary(this.attempt, this.#startedAt, this.#stagingDir, cause));
  }

  /** Nobody waits for the thread any more: it gives out no further name, and what it says is not heard. */
  abandon(): void {
    this.shared.setControl('abandon');
    const { silentMs } = this.#watchdog;
    const item = this.shared.currentPath() ?? null;
    this.#end(
      stalledSummary(this.attempt, { startedAt: this.#startedAt, stagingDir: this.#stagingDir, silentMs, item }),
    );
  }

  async #take(outcomes: readonly ItemOutcome[]): Promise<void> {
    const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
    if (failed.length > 0) this.#tell(() => this.listener.onFailedItems?.(failed));
    try {
      await this.listener.onOutcomes?.(outcomes);
    } catch (error) {
      this.#complain(error);
    }
    this.shared.takeBatch();
  }

  #watch(): void {
    const { pulse, control } = this.shared;
    const signs = { beats: pulse.beats, isFlushing: pulse.isFlushing, isPaused: control === 'pause' };
    this.#setLife(this.#watchdog.look(signs, performance.now()));
    this.#report();
    if (this.isStalled && this.#watchdog.isOutOfPatience) this.keeper.giveUp();
  }

  #setLife(life: Life): void {
    const wasStalled = this.isStalled;
    this.#life = life;
    if (this.isStalled !== wasStalled) this.#tell(() => this.listener.onStalled?.(this.isStalled));
  }

  #end(summary: JobSummary): void {
    clearInterval(this.#timer);
    this.#report();
    this.#resolve(summary);
  }

  #report(): void {
    this.#tell(() => this.listener.onProgress?.({ ...this.#meter.measure(performance.now()), life: this.#life }));
  }

  #tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#complain(error);
    }
  }

  #complain(error: unknown): void {
    const text = stackOf(error);
    this.keeper.complain(`A listener of a job failed: ${text}`);
  }
}
