import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CommandHandler } from '../../host/registerCommand';
import { sayNothingRuns } from './nothingRuns';

/** "Pause Job": pauses the running job within one buffer. */
export function pauseCopy(queue: CopyQueue): CommandHandler {
  return () => {
    if (!queue.pause()) sayNothingRuns();
  };
}
