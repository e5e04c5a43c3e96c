import { failureAt, sourceFailure } from '../fs/failures';
import type { OpenFile } from '../fs/fileSystem';
import { nameOf, parentOf } from '../fs/names';
import type { LedgerEntry } from '../ledger/ledger';
import { type Failure, FailureError } from '../model/failure/failure';
import type { Flaw } from '../model/item/outcome';
import type { PlannedFile } from '../model/item/plan';
import { type PathText, toBytes } from '../model/text/pathText';
import { stateOf } from '../plan/walk';
import type { ReadableParts } from '../reading/readableParts';

/** Ends the name of a copy that is not what its source was to be. */
const SUFFIX = '.INCOMPLETE';
/** Bytes of the longest name that common file systems take. */
const LONGEST_NAME = 255;

/** Why a copy is not what was to be copied, and how. */
export interface FoundFlaw extends Flaw {
  readonly failure: Failure;
}

/** A file failed, and a flawed copy of it is kept. */
export class KeptError extends FailureError {
  constructor(
    failure: Failure,
    readonly kept: NonNullable<LedgerEntry['kept']>,
  ) {
    super({ ...failure, args: { ...failure.args, kept: nameOf(kept.stagedAs), ...sumOf(kept) } });
  }
}

/**
 * What is wrong with a source that was read to its end; undefined where nothing is.
 *
 * @param file The source, still open.
 * @param change How it changed, where that does not fail its copy.
 */
export function flawOf(
  item: PlannedFile,
  file: OpenFile,
  parts: ReadableParts | undefined,
  change: FailureError | undefined,
): FoundFlaw | undefined {
  const unreadable = parts?.unreadable.map((range) => ({ ...range })) ?? [];
  const [first] = unreadable;
  const failure = first === undefined ? change : sourceFailure(parts?.cause, first.offset);
  if (failure === undefined) return undefined;
  const changed = change && { changed: { before: item.state, after: stateOf(statOf(file)) } };
  return { failure: failure.failure, unreadable, ...changed };
}

/**
 * Payload path of what is kept of a file: its own with `.INCOMPLETE`. A later attempt says its number, so it never meets
 * what an earlier one kept. A name that would become too long is cut.
 */
export function keptPath(path: PathText, attempt: number): PathText {
  const suffix = attempt === 1 ? SUFFIX : ` (${attempt})${SUFFIX}`;
  const letters = [...nameOf(path)];
  while (toBytes(letters.join('')).length + suffix.length > LONGEST_NAME) letters.pop();
  const parent = parentOf(path);
  return `${parent === '' ? '' : `${parent}/`}${letters.join('')}${suffix}`;
}

/** Throws where something has the name already: what is kept replaces nothing. */
export function throwIfTaken(folder: { find(name: PathText): unknown }, name: PathText, path: PathText): void {
  if (folder.find(name) !== undefined) throw failureAt('destinationExists', path);
}

function sumOf({ unreadable }: Flaw): Record<string, number> {
  if (unreadable.length === 0) return {};
  return { ranges: unreadable.length, unreadable: unreadable.reduce((sum, { length }) => sum + length, 0) };
}

function statOf(file: OpenFile) {
  try {
    return file.stat();
  } catch (error) {
    throw sourceFailure(error);
  }
}
