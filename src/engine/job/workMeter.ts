import type { PlanTotals } from '../model/item/plan';
import type { JobRequest } from '../model/job/job';
import { compareGrades } from '../model/proof/grade';
import type { SharedState } from '../model/thread/sharedState';

/**
 * The whole job as one number that never goes back: one unit for each byte of each pass over a file, and a fixed amount
 * for each item in each phase after planning.
 */
const ITEM_WORK = { copying: 40_000, validating: 8_000, publishing: 8_000, recording: 8_000 } as const;

/** A phase in which items are worked off one by one. */
export type WorkPhase = keyof typeof ITEM_WORK;

/** What is left when the last item has been told: to make the records durable and to remove the staging folder. */
const ENDING_WORK = 1_000_000;

/** Passes over each file with content: over the source, and over the copy. */
export function passesOf({ useBufferReuse, verification }: JobRequest): number {
  const sourceAgain = verification === 'deviceAndSource' ? 1 : 0;
  if (!useBufferReuse) return 3 + sourceAgain;
  return (compareGrades(verification, 'stream') > 0 ? 2 : 1) + sourceAgain;
}

/** Keeps the work counters of a job. */
export class WorkMeter {
  readonly #passes: number;
  /** Passes over the payload that a ZIP takes: into it, and out of it again. */
  readonly #archivePasses: number;
  #planned = 0;
  /** Work that was done beyond what was planned, such as a second copy: it is not counted on top. */
  #beyond = 0;

  constructor(
    private readonly shared: SharedState,
    request: JobRequest,
  ) {
    this.#passes = passesOf(request);
    this.#archivePasses = request.zip === 'none' ? 0 : 2;
  }

  /** From here on it is known how much there is to do. */
  plan(totals: PlanTotals): void {
    const perItem = Object.values(ITEM_WORK).reduce((sum, work) => sum + work, 0);
    this.shared.set('bytesPlanned', totals.bytes);
    this.shared.set('itemsPlanned', totals.items);
    this.#planned = totals.bytes * (this.#passes + this.#archivePasses) + totals.items * perItem + ENDING_WORK;
    this.shared.set('workPlanned', this.#planned);
  }

  /** Bytes went through one pass. */
  advance(bytes: number): void {
    this.#done(bytes);
  }

  /** An item of `size` bytes left the copying phase, after `bytes` went through its passes. */
  copied(size: number, bytes: number): void {
    const left = size * this.#passes + ITEM_WORK.copying - bytes - this.#beyond;
    this.#beyond = Math.max(0, -left);
    this.#done(Math.max(0, left));
    this.shared.add('itemsDone', 1);
  }

  /** An item left one of the phases after copying. */
  passed(phase: WorkPhase): void {
    this.#done(ITEM_WORK[phase]);
  }

  /** Bytes of payload went into the ZIP, or were read from it. */
  archived(bytes: number): void {
    // Records are read from it too, which nobody has counted.
    this.#done(bytes);
  }

  /** Records are durable and staging is gone: only now all is done. */
  ended(): void {
    this.shared.set('workDone', this.#planned);
  }

  #done(work: number): void {
    // The end is not announced before it is there, whatever was done besides.
    const left = this.#planned - ENDING_WORK - this.shared.get('workDone');
    this.shared.add('workDone', Math.min(work, Math.max(0, left)));
  }
}
