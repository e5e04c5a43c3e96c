import type { Queue } from '../../client/queue/queueState';
import type { JobSummary } from '../../engine/model/result/summary';

/** How jobs ended that nobody has looked at yet, oldest first. */
export function unseenResults({ ended }: Queue): readonly JobSummary[] {
  return ended.filter(({ seen }) => !seen).map(({ summary }) => summary);
}
