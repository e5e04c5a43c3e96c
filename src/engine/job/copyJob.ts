import { conflictInside } from '../bag/home';
import { leftOutOf } from '../bag/leftOut';
import { copyItems } from '../copy/copyItems';
import { transferOnce, transferTwice } from '../copy/passes';
import type { Digester } from '../digests/digester';
import { closeQuietly } from '../fs/closeQuietly';
import { onDestination } from '../fs/failures';
import { JobLanes } from '../lanes/jobLanes';
import { laneCount } from '../lanes/laneCount';
import { LedgerWriter } from '../ledger/ledger';
import type { Plan } from '../plan/makePlan';
import { readPlan } from '../plan/planFile';
import { EarlierCopies } from '../resume/carry';
import { UncachedReader } from '../verify/uncachedReader';
import type { Metrics } from './metrics';
import type { JobToPlan, PlanJobContext } from './planJob';
import { passesOf } from './workMeter';

/** A planned job. */
export type JobToCopy = JobToPlan & { readonly plan: Plan; readonly digester: Digester };

/** What copying needs of the job's surroundings. */
export type CopyJobContext = PlanJobContext & { readonly metrics: Metrics };

/** Copies every item of the plan into the staging folder, with threads of its own. Throws the failure that stops the job. */
export async function copyJob(job: JobToCopy, context: CopyJobContext): Promise<void> {
  const { digester, finalNames, history, home, plan, staging, trees } = job;
  const { attempt, control, services, shared, summary, work } = context;
  const { attemptFolder, custody, payload } = staging;
  const { buffers, fs } = services;
  const threads = laneCount(attempt.request.lanes, summary.destinationVolume);
  const request = { ...attempt.request, conflict: conflictInside(attempt.request) };
  const transfer = request.useBufferReuse ? transferOnce : transferTwice;
  const { checkpoint } = control;
  const advance = advancing(context, passesOf(request));
  const reader = new UncachedReader(fs, buffers);
  const common = {
    request,
    fs,
    destination: home.payload,
    payload,
    sources: trees,
    digester,
    reader,
    checkpoint,
    advance,
  };
  const ledger = onDestination(() => new LedgerWriter(attemptFolder, custody));
  const lanes = new JobLanes({
    ...common,
    lanes: services.lanes,
    threads,
    buffers,
    rings: services.joint?.rings ?? buffers,
    provesLast: services.joint === undefined,
    shared,
  });
  const earlier =
    history &&
    new EarlierCopies({ ...common, attempt: attempt.attempt, lastFinished: history.lastFinished, attemptFolder });
  try {
    await copyItems(readPlan(attemptFolder), ledger, {
      ...common,
      attempt: attempt.attempt,
      writers: lanes,
      transfer: services.joint?.reading.sharing(transfer) ?? transfer,
      prover: lanes,
      follower: lanes,
      rules: plan.rules,
      finalNames,
      ...(earlier && { earlier }),
      ...(request.layout === 'bag' && { leftOut: leftOutOf(readPlan(attemptFolder)) }),
      begin: ({ path }) => shared.setCurrentPath(path),
      ended: (item, { outcome }, bytes) => {
        work.copied(item.type === 'file' ? item.state.size : 0, bytes);
        if (outcome === 'failed') shared.add('itemsFailed', 1);
      },
    });
  } finally {
    earlier?.close();
    closeQuietly(ledger);
    // The others wait for nothing from here any more.
    services.joint?.reading.leave();
    await lanes.close();
  }
}

/** Counts the bytes of a pass, with those that the proof lane has read meanwhile. */
function advancing({ metrics, shared, work }: CopyJobContext, passes: number): (bytes: number) => void {
  let counted = 0;
  return (bytes) => {
    const proved = shared.get('bytesProved');
    const all = bytes + proved - counted;
    counted = proved;
    work.advance(all);
    metrics.advance(all, passes);
  };
}
