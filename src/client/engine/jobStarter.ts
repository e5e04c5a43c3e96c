import type { Attempt } from '../../engine/model/job/job';
import type { JobListener } from './activeJob';
import type { RunningJob } from './engineClient';

/** Starts one job at a time; the engine client does. */
export interface JobStarter {
  start(attempt: Attempt, listener: JobListener): RunningJob;
}
