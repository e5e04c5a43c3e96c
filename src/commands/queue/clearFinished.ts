import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CommandHandler } from '../../host/registerCommand';
import { inThisWindow } from './queueElsewhere';

/** "Clear Finished": what has ended leaves the queue and its file; interrupted jobs stay until they are discarded. */
export function clearFinished(queue: CopyQueue): CommandHandler {
  return async () => {
    await inThisWindow(queue.clearFinished());
  };
}
