import { FailureError } from './model/failure';
import type { SharedState } from './model/sharedState';

/** How long a paused engine sleeps before it looks again by itself. */
const PAUSE_STEP_MS = 100;

/** Ends a job because a person said so. */
export class CancelledError extends FailureError {
  constructor(readonly staging: 'keep' | 'remove') {
    super({ code: 'cancelled' }, 'job');
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
      }
    }
  };
}
