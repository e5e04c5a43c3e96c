import { conflictInside, type Home } from '../bag/home';
import { onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { needsLane } from '../lanes/laneCount';
import type { PlanTotals } from '../model/item/plan';
import type { JobControl } from '../model/thread/jobControl';
import { makePlan, type Plan } from '../plan/makePlan';
import type { SourceTrees } from '../reading/sourceTrees';
import { type Stock, takeStock } from '../resume/takeStock';
import type { JobParts } from './endings';
import type { EngineServices } from './engineServices';
import type { Staged } from './stageJob';
import { threadsOf } from './threadsOf';
import type { WorkMeter } from './workMeter';

/** A staged job with the place its payload goes to, and its sources to be opened. */
export type JobToPlan = Staged & { readonly home: Home; readonly trees: SourceTrees };

/** What planning needs of the job's surroundings. */
export type PlanJobContext = JobParts & {
  readonly services: EngineServices;
  readonly control: JobControl;
  readonly work: WorkMeter;
};

/** Plans a job, or what is left of it, and freezes the plan: from here on the custody log is bound to it. Throws a failure. */
export function planJob(job: JobToPlan, context: PlanJobContext): Plan {
  const { finalNames, staging } = job;
  const plan = staging.withProbe((probe) => makeOrContinue(job, context, probe));
  context.summary.plan = plan.totals;
  context.work.plan(plan.totals);
  onDestination(() => {
    const { totals, extent, earlier } = plan;
    const names = [...finalNames].filter(([name, final]) => name !== final);
    staging.custody.append({ event: 'planFrozen', totals, plan: extent, ...(earlier && { earlier }), names });
    staging.custody.sync();
  });
  return plan;
}

function makeOrContinue(job: JobToPlan, context: PlanJobContext, probe: Folder): Plan & Partial<Stock> {
  const { found, history, home, sources, staging, trees } = job;
  const { attempt, control, fs, services, shared } = context;
  const { attemptFolder, payload } = staging;
  const { checkpoint } = control;
  const { layout, zip } = attempt.request;
  const threads = threadsOf(context);
  const progress = (totals: Readonly<PlanTotals>) => {
    shared.set('itemsPlanned', totals.items);
    // It starts while the plan is still made. A second one would be in its way then.
    if (needsLane(totals, threads)) services.lanes?.prepare();
  };
  const { path: destinationPath, ancestors: destinationAncestors } = found;
  const common = { attemptFolder, destinationPath, destinationAncestors, probe, layout, zip, checkpoint, progress };
  const planned = history?.planned;
  if (planned === undefined) return makePlan({ ...common, fs, sources });
  const conflict = conflictInside(attempt.request);
  const destination = home.payload;
  return staging.withAttempt(planned.attempt, (plannedFolder) =>
    takeStock({ ...common, planned, plannedFolder, payload, destination, conflict, sources: trees }),
  );
}
