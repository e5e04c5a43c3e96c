import type { CopyQueue } from '../client/copyQueue';
import type { CommandHandler } from '../host/registerCommand';
import { showJobList } from '../views/jobList';

/** "Show Copies": the list of running, waiting and ended copies; also what a click on the status bar opens. */
export function showCopies(queue: CopyQueue): CommandHandler {
  return () => showJobList(queue);
}
