import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CommandHandler } from '../../host/registerCommand';
import { jobIdsOf } from '../arguments/jobArguments';
import { inThisWindow } from './queueElsewhere';

/** Puts waiting jobs (an array of ids) before the job with an id, or to the end where that does not wait. */
export function moveJobs(queue: CopyQueue): CommandHandler {
  return async (jobs, target) => {
    const jobIds = jobIdsOf(undefined, jobs);
    const before = queue.state.waiting.find(({ attempt }) => attempt.jobId === target)?.attempt.jobId ?? null;
    await inThisWindow(queue.move(jobIds, before));
  };
}

/** "Move Up": a waiting job changes places with the one before it. */
export function moveUp(queue: CopyQueue): CommandHandler {
  return async (first) => {
    const ids = queue.state.waiting.map(({ attempt }) => attempt.jobId);
    const at = ids.indexOf(jobIdsOf(first)[0] ?? '');
    if (at > 0) await inThisWindow(queue.move(ids.slice(at, at + 1), ids[at - 1] ?? null));
  };
}

/** "Move Down": a waiting job changes places with the one after it. */
export function moveDown(queue: CopyQueue): CommandHandler {
  return async (first) => {
    const ids = queue.state.waiting.map(({ attempt }) => attempt.jobId);
    const at = ids.indexOf(jobIdsOf(first)[0] ?? '');
    if (at >= 0) await inThisWindow(queue.move(ids.slice(at, at + 1), ids[at + 2] ?? null));
  };
}
