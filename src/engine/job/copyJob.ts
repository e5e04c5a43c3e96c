import { conflictInside } from '../bag/home';
import { leftOutOf } from '../bag/leftOut';
import { copyItems } from '../copy/copyItems';
import { transferOnce, transferTwice } from '../copy/passes';
import type { Digester } from '../digests/digester';
import { closeQuietly } from '../fs/closeQuietly';
import { onDestination } from '../fs/failures';
import { FileLanes, spanDescriptors } from '../lanes/fileLanes';
import { JobLanes } from '../lanes/jobLanes';
import { fileLaneCount } from '../lanes/laneCount';
import { LedgerWriter } from '../ledger/ledger';
import type { Plan } from '../plan/makePlan';
import { readPlan } from '../plan/planFile';
import { EarlierCopies } from '../resume/carry';
import { FlushingProver, GROUP } from '../verify/prover';
import { UncachedReader } from '../verify/uncachedReader';
import type { Metrics } from './metrics';
import type { JobToPlan, PlanJobContext } from './planJob';
import { threadsOf } from './threadsOf';
import { passesOf } from './workMeter';

/** A planned job. */
export type JobToCopy = JobToPlan & { readonly plan: Plan; readonly digester: Digester };

/** What copying needs of the job's surroundings. */
export type CopyJobContext = PlanJobContext & { readonly metrics: Metrics };

/** Copies every item of the plan into the staging folder, with threads of its own. Throws the failure that stops the job. */
export async function copyJob(job: JobToCopy, context: CopyJobContext): Promise<void> {
  const { finalNames, history, plan, staging } = job;
  const { attempt, services, shared, work } = context;
  const { attemptFolder, custody } = staging;
  const common = commonOf(job, context);
  const { request } = common;
  const transfer = request.useBufferReuse ? transferOnce : transferTwice;
  const ledger = onDestination(() => new LedgerWriter(attemptFolder, custody));
  const lanes = lanesOf(common, context);
  const fileLanes = fileLanesOf(job, common, context);
  const earlier =
    history &&
    new EarlierCopies({ ...common, attempt: attempt.attempt, lastFinished: history.lastFinished, attemptFolder });
  try {
    await copyItems(readPlan(attemptFolder), ledger, {
      ...common,
      attempt: attempt.attempt,
      writers: lanes,
      transfer: services.joint?.reading.sharing(transfer) ?? transfer,
      prover: fileLanes ? new FlushingProver(common, lanes) : lanes,
      assistants: lanes,
      group: fileLanes ? { ...GROUP, descriptors: fileLanes.descriptors } : GROUP,
      follower: lanes,
      spanCopier: fileLanes,
      items: plan.totals.items,
      rules: plan.rules,
      finalNames,
      ...(earlier && { earlier }),
      ...(request.layout === 'bag' && { leftOut: leftOutOf(readPlan(attemptFolder)) }),
      begin: ({ path }) => shared.setCurrentPath(path),
      ended: ({ planned, passed, outcome }) => {
        work.copied(planned, passed);
        if (outcome === 'failed') shared.add('itemsFailed', 1);
      },
    });
  } finally {
    earlier?.close();
    closeQuietly(ledger);
    // The others wait for nothing from here any more.
    services.joint?.reading.leave();
    await lanes.close();
    await fileLanes?.close();
  }
}

/** What copying, proving on other threads and looking at earlier copies have in common. */
function commonOf({ digester, home, staging, trees }: JobToCopy, context: CopyJobContext) {
  const { fs, buffers } = context.services;
  const request = { ...context.attempt.request, conflict: conflictInside(context.attempt.request) };
  return {
    request,
    fs,
    destination: home.payload,
    payload: staging.payload,
    sources: trees,
    digester,
    reader: new UncachedReader(fs, buffers),
    checkpoint: context.control.checkpoint,
    advance: advancing(context, passesOf(request)),
  };
}

/** The threads that write and prove beside this one. */
function lanesOf(common: ReturnType<typeof commonOf>, context: CopyJobContext): JobLanes {
  const { services, shared } = context;
  const { buffers, joint } = services;
  return new JobLanes({
    ...common,
    lanes: services.lanes,
    threads: threadsOf(context),
    buffers,
    rings: joint?.rings ?? buffers,
    isOnly: joint === undefined,
    shared,
  });
}

/**
 * The threads that copy small files; undefined where there are none, or where an item cannot be copied by itself: it may have
 * been copied before, something may stand under its name, its source may be read for several destinations, or is a faulty one.
 */
function fileLanesOf(
  { plan, finalNames, history }: JobToCopy,
  common: ReturnType<typeof commonOf>,
  context: CopyJobContext,
): FileLanes | undefined {
  const { attempt, services, shared } = context;
  const { fs, joint, lanes } = services;
  const { conflict } = common.request;
  const isAlone = history === undefined && joint === undefined && conflict === 'fail' && fs.isSameForAll;
  const count = fileLaneCount(plan.totals, threadsOf(context));
  const descriptors = spanDescriptors(count);
  if (!isAlone || lanes === undefined || count === 0 || descriptors < GROUP.descriptors) return undefined;
  return new FileLanes(
    lanes,
    { count, descriptors },
    { ...common, attempt: attempt.attempt, finalNames, rules: plan.rules, shared },
  );
}

/** Counts the bytes of a pass, with those that went through passes on other threads meanwhile. */
function advancing({ metrics, shared, work }: CopyJobContext, passes: number): (bytes: number) => void {
  let counted = 0;
  return (bytes) => {
    const elsewhere = shared.get('bytesByLanes');
    const all = bytes + elsewhere - counted;
    counted = elsewhere;
    work.advance(all);
    metrics.advance(all, passes);
  };
}
