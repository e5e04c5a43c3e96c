import { failureAt, onDestination, onSource } from '../fs/failures';
import type { FileStat, FileSystem, Folder } from '../fs/fileSystem';
import { isWithin, nameOf, parentOf } from '../fs/names';
import type { Extent } from '../lines/extent';
import { type Failure, failureOf } from '../model/failure/failure';
import type { PlanTotals } from '../model/item/plan';
import { type Layout, type Zip, zipBytes } from '../model/job/packaging';
import { isPlainText, type PathText } from '../model/text/pathText';
import { PlanWriter } from './planFile';
import { PreflightError } from './preflightError';
import { ParentFolders, type SelectedSource } from './selection';
import { collisionKey, needsProbe, probeTarget, type TargetRules, takesName, takesSize } from './targetRules';
import { type FoundItem, Walker } from './walk';

/** Room that the records and the job's own files take, in bytes for each item; generous. */
const RECORD_BYTES_PER_ITEM = 2048;

/** Files below this many bytes are allowed everywhere. */
const SIZE_WORTH_PROBING = 2 ** 32 - 1;

/** No more than this many reasons against a job are collected. */
const MOST_FAILURES = 1000;

/** What planning needs. */
export interface PlanContext {
  readonly fs: FileSystem;
  readonly sources: readonly SelectedSource[];
  /** Where the person wants the copy to be. */
  readonly destinationPath: PathText;
  /** The destination and every folder above it. */
  readonly destinationAncestors: readonly FileStat[];
  /** The open folder of the attempt, which gets the plan. */
  readonly attemptFolder: Folder;
  /** An empty folder on the destination's file system to try things out in. */
  readonly probe: Folder;
  readonly layout: Layout;
  readonly zip: Zip;
  checkpoint(): void;
  /** Called after each item. */
  progress(totals: Readonly<PlanTotals>): void;
}

/** A frozen plan. */
export interface Plan {
  readonly totals: PlanTotals;
  /** What was written of it. */
  readonly extent: Extent;
  readonly rules: TargetRules;
}

/**
 * Walks the sources and freezes the plan in the staging folder, then asks whether the destination can hold it.
 * Throws {@link PreflightError} with every reason why it cannot.
 */
export function makePlan(context: PlanContext): Plan {
  const rules = onDestination(() => probeTarget(context.probe));
  const names = new NameCheck(context.probe, rules, context.layout);
  const writer = onDestination(() => new PlanWriter(context.attemptFolder));
  const found = (item: FoundItem) => {
    names.check(item.path);
    onDestination(() => writer.add(item));
    context.progress(writer.totals);
  };
  const walker = new Walker({ found, checkpoint: context.checkpoint }, context.destinationAncestors);
  const parents = new ParentFolders(context.fs);
  let extent: Extent;
  try {
    for (const source of context.sources)
      walker.walk(
        onSource(() => parents.open(source.parent)),
        source,
      );
    extent = onDestination(() => writer.freeze());
  } catch (error) {
    writer.abandon();
    const failure = failureOf(error);
    throw failure.code === 'destinationInsideSource' ? new PreflightError([failure]) : error;
  } finally {
    parents.close();
  }
  const failures = [...names.failures, ...whatDoesNotFit(writer.totals, zipBytes(context.zip, writer.totals), context)];
  if (failures.length > 0) throw new PreflightError(failures);
  return { totals: writer.totals, extent, rules };
}

/**
 * Size of the largest file, space and number of files, against what the destination has.
 *
 * @param archiveBytes Bytes of the ZIP, of which the whole payload is part.
 */
export function whatDoesNotFit(
  totals: PlanTotals,
  archiveBytes: number,
  context: Pick<PlanContext, 'attemptFolder' | 'destinationPath' | 'probe'>,
): Failure[] {
  const failures: Failure[] = [];
  const { destinationPath } = context;
  const { largest } = totals;
  if (largest !== null && largest.size > SIZE_WORTH_PROBING && !takesSize(context.probe, largest.size)) {
    failures.push(failureAt('fileTooLarge', largest.path, { size: largest.size }).failure);
  }
  if (archiveBytes > SIZE_WORTH_PROBING && !takesSize(context.probe, archiveBytes)) {
    failures.push(failureAt('fileTooLarge', destinationPath, { size: archiveBytes }).failure);
  }
  const { availableBytes, availableFiles } = onDestination(() => context.attemptFolder.facts());
  const needed = totals.allocatedBytes + totals.items * RECORD_BYTES_PER_ITEM + archiveBytes;
  if (needed > availableBytes) {
    failures.push(failureAt('noSpace', destinationPath, { needed, available: availableBytes }).failure);
  }
  if (availableFiles !== undefined && totals.items > availableFiles) {
    failures.push(failureAt('noSpace', destinationPath, { resource: 'inodes' }).failure);
  }
  return failures;
}

/** Holds each planned name against what the target was found to take. */
export class NameCheck {
  readonly failures: Failure[] = [];
  /** The folders on the path at hand with the keys of their names; filled only where two names may be one. */
  readonly #levels: { folder: PathText; keys: Map<string, PathText> }[] = [];
  readonly #mayCollide: boolean;

  constructor(
    private readonly probe: Folder,
    private readonly rules: TargetRules,
    private readonly layout: Layout,
  ) {
    this.#mayCollide = !rules.distinguishesCase || !rules.distinguishesForms;
  }

  check(path: PathText): void {
    if (this.failures.length >= MOST_FAILURES) return;
    const name = nameOf(path);
    if (this.layout === 'bag' && !isPlainText(name)) {
      this.failures.push(failureAt('nameNotAllowed', path, { layout: 'bag' }).failure);
    }
    if (needsProbe(name, this.rules) && !takesName(this.probe, name)) {
      this.failures.push(failureAt('nameNotAllowed', path).failure);
    }
    if (this.#mayCollide) this.#checkCollision(path, name);
  }

  #checkCollision(path: PathText, name: PathText): void {
    const keys = this.#keysOf(parentOf(path));
    const key = collisionKey(name, this.rules);
    const other = keys.get(key);
    if (other === undefined) keys.set(key, path);
    // The content of a folder that could not be listed to its end stands under the folder's own name.
    else if (other !== path) this.failures.push(failureAt('nameCollision', path, { other }).failure);
  }

  #keysOf(folder: PathText): Map<string, PathText> {
    for (;;) {
      const level = this.#levels.at(-1);
      if (level?.folder === folder) return level.keys;
      if (level === undefined || level.folder === '' || isWithin(folder, level.folder)) break;
      this.#levels.pop();
    }
    const keys = new Map<string, PathText>();
    this.#levels.push({ folder, keys });
    return keys;
  }
}
