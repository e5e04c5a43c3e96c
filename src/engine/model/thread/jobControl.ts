import { FailureError } from '../failure/failure';
import type { SharedState } from './sharedState';

/** How long a paused engine sleeps before it looks again by itself. */
const PAUSE_STEP_MS = 100;

/** Ends a job because a person said so, or because the host has given it up as stalled. */
export class CancelledError extends FailureError {
  constructor(
    readonly staging: 'keep' | 'remove',
    code: 'cancelled' | 'stalled' = 'cancelled',
  ) {
    super({ code }, 'job');
  }
}

/** The engine's ear: looked at before every buffer, so that pause and cancel act within one. */
export class JobControl {
  constructor(readonly shared: SharedState) {}

  /** Returns at once while the job runs, waits while it is paused, throws {@link CancelledError} when it is cancelled. */
  readonly checkpoint = (): void => {
    for (;;) {
      switch (this.shared.control) {
        case 'run':
          return;
        case 'pause':
          this.shared.waitWhilePaused(PAUSE_STEP_MS);
          break;
        case 'cancelKeep':
          throw new CancelledError('keep');
        case 'cancelRemove':
          throw new CancelledError('remove');
        case 'abandon':
          throw new CancelledError('keep', 'stalled');
      }
    }
  };

  /**
   * Looked at before each final name. Publishing that has begun is not cancelled in the middle; but of a job that the host
   * has told as failed nothing may appear any more.
   */
  readonly throwIfAbandoned = (): void => {
    if (this.shared.control === 'abandon') this.checkpoint();
  };
}
