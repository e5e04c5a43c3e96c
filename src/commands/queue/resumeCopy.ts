import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CommandHandler } from '../../host/registerCommand';
import { sayNothingRuns } from './nothingRuns';

/** "Resume Paused Job": lets a paused job go on. */
export function resumeCopy(queue: CopyQueue): CommandHandler {
  return () => {
    if (!queue.resume()) sayNothingRuns();
  };
}
