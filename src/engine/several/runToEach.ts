import type { EngineServices } from '../job/engineServices';
import type { JobEvents } from '../job/jobEvents';
import type { Attempt, JobRequest } from '../model/job/job';
import { PHASES, type Phase } from '../model/job/phase';
import type { JobSummary } from '../model/result/summary';
import type { PathText } from '../model/text/pathText';
import { SharedState } from '../model/thread/sharedState';
import { runJob } from '../runJob';
import { SharedReading } from '../sharing/sharedReading';
import { SharedRings } from '../sharing/sharedRings';
import { checkApart } from './checkApart';
import { uniteSummaries } from './uniteSummaries';

/**
 * Runs a job, for each of its destinations by itself: each has its own staging folder, custody log, proof, records and end,
 * as if it were the only one, and can be resumed and verified without the others. They share the reading of the source. What
 * fails at one of them is nothing to the others. Never throws: returns the one summary of the attempt.
 *
 * @param shared With a part for each destination.
 */
export async function runToEach(
  attempt: Attempt,
  services: EngineServices,
  shared: SharedState,
  events: JobEvents,
): Promise<JobSummary> {
  const { destinations } = attempt.request;
  if (destinations.length < 2) return runJob(attempt, services, shared, events);
  const refusal = checkApart(services.fs, attempt);
  if (refusal !== undefined) return refusal;
  const reading = new SharedReading();
  const rings = new SharedRings(services.buffers);
  const startedBy = performance.now();
  const runs = destinations.map((destination, part) => ({
    attempt: attemptAt(destination, attempt),
    state: new SharedState(shared.buffer, part),
    joint: { reading: reading.share(), rings },
  }));
  const phases = new CommonPhase(shared, events);
  const summaries = await Promise.all(
    runs.map(async ({ attempt: own, state, joint }) => {
      try {
        return await runJob(own, { ...services, joint }, state, phases.eventsAt(own));
      } finally {
        joint.reading.leave();
        state.endPart();
        phases.tell();
      }
    }),
  );
  return uniteSummaries(summaries, {
    attempt,
    passesSaved: reading.passesSaved,
    durationMs: performance.now() - startedBy,
  });
}

/** The attempt as one destination sees it: its own folder comes first, and the others are on record. */
function attemptAt(destination: PathText, { beginsAt, continues, ...attempt }: Attempt): Attempt {
  const others = attempt.request.destinations.filter((other) => other !== destination);
  const request: JobRequest = { ...attempt.request, destinations: [destination, ...others] };
  return { ...attempt, request, ...(continues && !beginsAt?.includes(destination) && { continues }) };
}

/** Tells the phases of all as those of one job: the phase of whoever is least far. */
class CommonPhase {
  #told: Phase | undefined;

  constructor(
    private readonly shared: SharedState,
    private readonly events: JobEvents,
  ) {}

  eventsAt({ request }: Attempt): JobEvents {
    const [to] = request.destinations;
    const { events } = this;
    return {
      staged: (stagingDir) => events.staged(stagingDir),
      log: (level, message) => events.log(level, message),
      outcome: (outcome) => events.outcome({ ...outcome, ...(to !== undefined && { to }) }),
      phase: () => this.tell(),
    };
  }

  tell(): void {
    const phase = this.shared.earliestPhase;
    if (this.#told !== undefined && PHASES.indexOf(phase) <= PHASES.indexOf(this.#told)) return;
    this.#told = phase;
    this.events.phase(phase);
  }
}
