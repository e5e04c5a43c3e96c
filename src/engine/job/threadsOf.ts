import { laneCount } from '../lanes/laneCount';
import type { JobParts } from './endings';

/** How many threads a job may have, that of its engine among them. */
export function threadsOf({ attempt, summary }: Pick<JobParts, 'attempt' | 'summary'>): number {
  return laneCount(attempt.request.lanes, summary.destinationVolume);
}
