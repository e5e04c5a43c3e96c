import type { AuditRequest, AuditSummary } from '../../engine/model/audit/audit';
import type { Failure } from '../../engine/model/failure/failure';
import { ATTENDED, type Patience } from '../../engine/model/job/patience';
import type { PathText } from '../../engine/model/text/pathText';
import { SharedState } from '../../engine/model/thread/sharedState';
import { askEngine } from '../engine/engineQuestion';
import type { Progress } from '../progress/progress';
import { ProgressMeter } from '../progress/progressMeter';
import { type Life, Watchdog } from '../progress/watchdog';

const PROGRESS_MS = 100;

/** The audit could not begin; the message is a sentence for the person, in English. */
export class AuditRefusedError extends Error {
  override readonly name = 'AuditRefusedError';

  /**
   * @param lists Names of lists in the folder, if the audit can begin when one is named; there may be none. Else null.
   * @param failure What the message says as data, where it is about a folder or a file that cannot be read.
   */
  constructor(
    message: string,
    readonly lists: readonly PathText[] | null,
    readonly failure?: Failure,
  ) {
    super(message);
  }
}

/** The audit was given up, because a device does not answer. */
export class AuditAbandonedError extends Error {
  override readonly name = 'AuditAbandonedError';
}

/** What may be heard of a running audit. A listener that throws disturbs nothing. */
export interface AuditListener {
  /** At most ten times a second, and once at the end. */
  onProgress?(progress: Progress): void;
  /** Takes what `onProgress` threw. */
  onError?(error: unknown): void;
}

/** An audit under way. */
export interface RunningAudit {
  /**
   * Rejects with {@link AuditRefusedError} where there was nothing to audit against, and with {@link AuditAbandonedError}
   * where it was abandoned.
   */
  readonly finished: Promise<AuditSummary>;
  pause(): void;
  resume(): void;
  /** Takes effect within one buffer. */
  cancel(): void;
  /** Ends a stalled audit at once; its thread ends when the system lets go of it. False if it is not stalled. */
  abandon(): boolean;
}

/**
 * Audits a folder on an engine thread of its own, beside whatever is copied meanwhile.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 * @param patience How long a device may be silent before the audit is stalled; nobody but a person abandons it.
 */
export function startAudit(
  workerPath: string,
  request: AuditRequest,
  listener: AuditListener = {},
  patience: Patience = ATTENDED,
): RunningAudit {
  return new ActiveAudit(workerPath, request, listener, patience);
}

class ActiveAudit implements RunningAudit {
  readonly finished: Promise<AuditSummary>;
  readonly #shared = new SharedState();
  readonly #meter: ProgressMeter;
  readonly #watchdog: Watchdog;
  #giveUp: (error: AuditAbandonedError) => void = () => {};
  #life: Life = 'working';

  constructor(
    workerPath: string,
    request: AuditRequest,
    private readonly listener: AuditListener,
    patience: Patience,
  ) {
    const now = performance.now();
    this.#meter = new ProgressMeter(this.#shared, now);
    this.#watchdog = new Watchdog(patience, now);
    const timer = setInterval(() => this.#watch(), PROGRESS_MS);
    const abandoned = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    this.finished = Promise.race([ask(workerPath, request, this.#shared), abandoned]).finally(() => {
      clearInterval(timer);
      this.#report();
    });
  }

  pause(): void {
    this.#shared.setControl('pause');
  }

  resume(): void {
    this.#shared.setControl('run');
  }

  cancel(): void {
    this.#shared.setControl('cancelKeep');
  }

  abandon(): boolean {
    if (this.#life !== 'stalled') return false;
    this.#shared.setControl('abandon');
    this.#giveUp(new AuditAbandonedError('a system call of the engine has not returned'));
    return true;
  }

  #watch(): void {
    const { pulse, control } = this.#shared;
    const signs = { beats: pulse.beats, isFlushing: pulse.isFlushing, isPaused: control === 'pause' };
    this.#life = this.#watchdog.look(signs, performance.now());
    this.#report();
  }

  #report(): void {
    try {
      this.listener.onProgress?.({ ...this.#meter.measure(performance.now()), life: this.#life });
    } catch (error) {
      this.listener.onError?.(error);
    }
  }
}

async function ask(workerPath: string, request: AuditRequest, shared: SharedState): Promise<AuditSummary> {
  const question = { type: 'audit', request, shared: shared.buffer } as const;
  const answer = await askEngine(workerPath, 'evidence-copy audit', question);
  if (answer.type === 'audited') return answer.summary;
  if (answer.type === 'auditRefused') throw new AuditRefusedError(answer.sentence, answer.lists, answer.failure);
  throw new Error('not an answer of the engine');
}
