import { onDestination } from '../fs/failures';
import { LaneLook } from '../lanes/laneLook';
import type { SourceStatement } from '../model/proof/sourceStatement';
import { openPlan, readPlan } from '../plan/planFile';
import { compareSources } from '../reading/compareSources';
import type { JobToCopy } from './copyJob';
import type { PlanJobContext } from './planJob';
import { threadsOf } from './threadsOf';

/** Fewer items are looked at sooner than a lane is started for them. */
const WORTH_A_LANE = 2_000;

type LookedAt = Pick<JobToCopy, 'plan' | 'sources' | 'staging' | 'trees'>;

/** The sources of a job looked at once more, after its last byte was copied: on a lane meanwhile, or when it is asked for. */
export class SourceLook {
  #onLane: LaneLook | undefined;

  /** From here on the job reads nothing of its sources any more. Throws a failure of the destination. */
  constructor(
    private readonly job: LookedAt,
    context: PlanJobContext,
  ) {
    const { services, shared } = context;
    const { plan, sources, staging } = job;
    const { lanes } = services;
    const threads = threadsOf(context);
    if (lanes === undefined || threads < 2 || plan.totals.items < WORTH_A_LANE) return;
    this.#onLane = new LaneLook({ lanes, shared, sources, plan: onDestination(() => openPlan(staging.attemptFolder)) });
  }

  /** How the sources compare with the plan. */
  async statement(): Promise<SourceStatement> {
    const { staging, trees } = this.job;
    const statement = await this.#onLane?.statement;
    await this.close();
    return statement ?? compareSources(readPlan(staging.attemptFolder), trees);
  }

  /** Gives back what was lent, at the latest when the job ends. */
  async close(): Promise<void> {
    await this.#onLane?.close();
    this.#onLane = undefined;
  }
}
