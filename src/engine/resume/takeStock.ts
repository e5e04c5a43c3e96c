import { stagedPath } from '../copy/itemCopier';
import { failureAt, onDestination } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below, topOf } from '../fs/names';
import type { PlannedWork } from '../journal/history';
import type { Extent } from '../lines/extent';
import type { Failure } from '../model/failure/failure';
import { emptyTotals, type PlanTotals } from '../model/item/plan';
import type { Conflict } from '../model/job/job';
import { type Layout, type Zip, zipBytes } from '../model/job/packaging';
import type { PathText } from '../model/text/pathText';
import { NameCheck, type Plan, whatDoesNotFit } from '../plan/makePlan';
import { countItem, PlanWriter, readPlan } from '../plan/planFile';
import { PreflightError } from '../plan/preflightError';
import { probeTarget } from '../plan/targetRules';
import type { FoundItem } from '../plan/walk';
import type { SourceTrees } from '../reading/sourceTrees';
import { type Earlier, EarlierWriter } from './earlierFile';
import { type BrokenListings, findBrokenListings, lookAfresh } from './lookAfresh';
import { type ItemWork, readWork } from './readWork';
import { Sweep } from './sweep';
import { type Standing, Whereabouts } from './whereabouts';

/** What taking stock needs. All folders stay the caller's. */
export interface StockContext {
  readonly planned: PlannedWork;
  /** The folder of the attempt that froze that plan, and the folder of the one at hand. */
  readonly plannedFolder: Folder;
  readonly attemptFolder: Folder;
  readonly payload: Folder;
  readonly destination: Folder;
  /** Where the person wants the copy to be. */
  readonly destinationPath: PathText;
  /** The destination and every folder above it. */
  readonly destinationAncestors: readonly FileStat[];
  readonly conflict: Conflict;
  readonly sources: SourceTrees;
  /** An empty folder on the destination's file system to try things out in. */
  readonly probe: Folder;
  readonly layout: Layout;
  readonly zip: Zip;
  checkpoint(): void;
  /** Called after each item. */
  progress(totals: Readonly<PlanTotals>): void;
}

/** A frozen plan of a further attempt, and what earlier ones did about its items. */
export interface Stock extends Plan {
  readonly earlier: Extent;
}

/**
 * Freezes the plan of a further attempt: that of the attempt before, with failed items as they are now. Finds what earlier
 * attempts brought here, and removes from staging what does not count. Throws {@link PreflightError} with every reason why
 * the destination cannot take what is left, and `logDamaged`.
 */
export function takeStock(context: StockContext): Stock {
  const works = readWork(context.plannedFolder, context.planned);
  const taker = new StockTaker(context);
  try {
    for (const work of works) {
      context.checkpoint();
      taker.take(work);
    }
    return taker.finish();
  } finally {
    taker.close();
  }
}

class StockTaker {
  readonly #failures: Failure[] = [];
  readonly #left = emptyTotals();
  readonly #rules;
  readonly #names: NameCheck;
  readonly #plan: PlanWriter;
  readonly #earlier: EarlierWriter;
  readonly #whereabouts: Whereabouts;
  readonly #sweep: Sweep;
  readonly #brokenListings: BrokenListings;

  constructor(private readonly context: StockContext) {
    const { probe, attemptFolder, payload, destination, planned } = context;
    this.#rules = onDestination(() => probeTarget(probe));
    this.#names = new NameCheck(probe, this.#rules, context.layout);
    this.#plan = onDestination(() => new PlanWriter(attemptFolder));
    this.#earlier = onDestination(() => new EarlierWriter(attemptFolder));
    const wasPublished = planned.wasPublishing || planned.earlier !== undefined;
    this.#whereabouts = onDestination(() => new Whereabouts(payload, destination, wasPublished));
    this.#sweep = new Sweep(payload);
    this.#brokenListings = findBrokenListings(() => readPlan(context.plannedFolder));
  }

  take({ item, proved, failures, hasFailed }: ItemWork): void {
    const { id: _, ...planned } = item;
    const before = failures.length === 0 ? {} : { failures: [...failures] };
    const standing = proved && onDestination(() => this.#whereabouts.find(item, proved));
    if (item.path === topOf(item.path)) this.#checkFinalName(item.path, standing);
    if (proved !== undefined && standing !== undefined) {
      const { standsAs: __, ...entry } = proved;
      if (standing === 'staged') this.#sweep.keep(proved.stagedAs, item.type === 'folder');
      this.#add(planned, { proved: standing === 'staged' ? entry : { ...entry, ...standing }, ...before });
    } else if (hasFailed) {
      const found = (each: FoundItem) => this.#add(each, each.path === item.path ? before : {});
      const { sources, checkpoint, destinationAncestors } = this.context;
      const afresh = { sources, brokenListings: this.#brokenListings, forbidden: destinationAncestors };
      lookAfresh(item, afresh, { found, checkpoint });
    } else this.#add(planned, before);
  }

  finish(): Stock {
    this.#sweep.finish();
    const earlier = onDestination(() => this.#earlier.freeze());
    const extent = onDestination(() => this.#plan.freeze());
    const failures = [
      ...this.#failures,
      ...this.#names.failures,
      ...whatDoesNotFit(this.#left, zipBytes(this.context.zip, this.#plan.totals), this.context),
    ];
    if (failures.length > 0) throw new PreflightError(failures);
    return { totals: this.#plan.totals, extent, earlier, rules: this.#rules };
  }

  close(): void {
    this.#plan.abandon();
    this.#earlier.abandon();
    this.#whereabouts.close();
    this.#sweep.abandon();
  }

  #add(found: FoundItem, earlier: Omit<Earlier, 'id'>): void {
    const { totals } = this.#plan;
    const id = totals.items;
    this.#names.check(found.path);
    onDestination(() => {
      this.#plan.add(found);
      if (earlier.proved === undefined) this.#earlier.add({ id, ...earlier });
      else this.#earlier.add({ id, ...earlier, proved: { ...earlier.proved, id } });
    });
    if (earlier.proved === undefined) countItem(this.#left, { id, ...found });
    this.context.progress(totals);
  }

  /** With `fail` nothing else may have the name, now as before the first attempt. */
  #checkFinalName(path: PathText, standing: Standing | undefined): void {
    const { conflict, destination, planned } = this.context;
    const name = stagedPath(path, planned.names);
    if (conflict !== 'fail' || (typeof standing === 'object' && standing.standsAs === name)) return;
    if (onDestination(() => destination.find(name)) === undefined) return;
    this.#failures.push(failureAt('destinationExists', below(destination.path, name)).failure);
  }
}
