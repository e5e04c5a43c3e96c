import type { AuditRequest, AuditSummary } from '../../engine/model/audit/audit';
import type { Patience } from '../../engine/model/job/patience';
import { Listeners } from '../listeners';
import type { Progress } from '../progress/progress';
import { type AuditListener, type RunningAudit, startAudit } from './audit';

/** The audit that runs, at one moment. Never changed in place. */
export interface AuditState {
  readonly request: AuditRequest;
  /** Null until the first report. */
  readonly progress: Progress | null;
  readonly isPaused: boolean;
  readonly isCancelling: boolean;
}

/** What may be heard of audits. A listener that throws is reported and disturbs nothing. */
export interface AuditsListener {
  onDidStart?(request: AuditRequest): void;
  /** Null when none runs any more. */
  onDidChange?(state: AuditState | null): void;
  onDidEnd?(request: AuditRequest, summary: AuditSummary): void;
}

/** What an audit runner works with. */
export interface AuditNeeds {
  start(request: AuditRequest, listener: AuditListener): RunningAudit;
  /** Takes what a listener throws. */
  reportError(error: unknown): void;
}

/**
 * A runner of audits on engine threads.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 * @param patience Asked at the start of each audit how long a device may be silent.
 */
export function newAuditRunner(
  workerPath: string,
  patience: () => Patience,
  reportError: AuditNeeds['reportError'],
): AuditRunner {
  return new AuditRunner({
    start: (request, listener) => startAudit(workerPath, request, listener, patience()),
    reportError,
  });
}

/** Another audit runs: two would only slow each other down. */
export class AuditBusyError extends Error {
  override readonly name = 'AuditBusyError';
}

/** Runs one audit at a time, which can be paused and cancelled, and tells how it goes. */
export class AuditRunner {
  readonly #listeners: Listeners<AuditsListener>;
  #running: { readonly audit: RunningAudit; state: AuditState } | undefined;

  constructor(private readonly needs: AuditNeeds) {
    this.#listeners = new Listeners(needs.reportError);
  }

  /** Null while none runs. */
  get state(): AuditState | null {
    return this.#running?.state ?? null;
  }

  /** Hears of everything from now on, until disposed. */
  subscribe(listener: AuditsListener): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  /** Rejects with {@link AuditBusyError} while another audit runs, and as {@link RunningAudit.finished} does. */
  async run(request: AuditRequest): Promise<AuditSummary> {
    if (this.#running !== undefined) throw new AuditBusyError();
    const audit = this.needs.start(request, {
      onProgress: (progress) => this.#progressed(progress),
      onError: this.needs.reportError,
    });
    this.#running = { audit, state: { request, progress: null, isPaused: false, isCancelling: false } };
    this.#listeners.tell((listener) => listener.onDidStart?.(request));
    this.#change({});
    try {
      const summary = await audit.finished;
      this.#end();
      this.#listeners.tell((listener) => listener.onDidEnd?.(request, summary));
      return summary;
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  pause(): void {
    this.#running?.audit.pause();
    this.#change({ isPaused: true });
  }

  resume(): void {
    this.#running?.audit.resume();
    this.#change({ isPaused: false });
  }

  /** Takes effect within one buffer, and at once where a device does not answer. */
  cancel(): void {
    this.#running?.audit.cancel();
    this.#change({ isCancelling: true });
    this.#running?.audit.abandon();
  }

  #progressed(progress: Progress): void {
    this.#change({ progress });
    // It may have stalled only after it was cancelled.
    if (this.state?.isCancelling === true) this.#running?.audit.abandon();
  }

  #change(change: Partial<AuditState>): void {
    if (this.#running === undefined) return;
    const state = { ...this.#running.state, ...change };
    this.#running.state = state;
    this.#listeners.tell((listener) => listener.onDidChange?.(state));
  }

  #end(): void {
    this.#running = undefined;
    this.#listeners.tell((listener) => listener.onDidChange?.(null));
  }
}
