import type { Digester } from '../digests/digester';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below, nameOf, parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import { type LedgerEntry, type LedgerLine, stagedCopy } from '../ledger/ledger';
import { type Failure, FailureError } from '../model/failure/failure';
import type { FileFacts } from '../model/item/outcome';
import type { PlanItem, PlannedLink } from '../model/item/plan';
import { sameDigests } from '../model/proof/digest';
import type { PathText } from '../model/text/pathText';
import { stateOf } from '../plan/walk';

/** More findings than this mean that the staging folder cannot be trusted at all. */
const MOST_FINDINGS = 10_000;
const BLOCK = 1024 * 1024;

/** What the validator has to say about a staging folder. */
export interface Verdict {
  /** What is wrong, by the number of the planned item. Empty where ledger and disk agree. */
  readonly findings: ReadonlyMap<number, Failure>;
  /** Top-level staged names with anything failed in or below them. */
  readonly failedTops: ReadonlySet<PathText>;
  /** Top-level staged names with anything copied in or below them. */
  readonly arrivedTops: ReadonlySet<PathText>;
  /** Top-level staged names with a finding in or below them: nothing of them may be published. */
  readonly tamperedTops: ReadonlyMap<PathText, Failure>;
}

/** What the validator may know. */
export interface ValidateContext {
  readonly payload: Folder;
  readonly digester: Digester;
  checkpoint(): void;
  passed(item: PlanItem): void;
}

/**
 * Looks at the staging folder before anything is published. It knows only the frozen plan, the ledger and the disk,
 * and none of the code that copied: everything that is said to be there must be, in the state in which its digest was
 * proved, and nothing else may be. Only a file whose state differs is read again.
 *
 * Throws `stagingChanged` where what was found concerns no single item, or too many.
 */
export function validateStaging(lines: Iterable<LedgerLine>, context: ValidateContext): Verdict {
  const validator = new Validator(context);
  try {
    for (const [item, entry] of lines) {
      context.checkpoint();
      validator.check(item, entry);
      context.passed(item);
    }
    return validator.finish();
  } finally {
    validator.close();
  }
}

/** A staged folder and how many names belong in it. */
interface OpenedFolder {
  readonly id: number;
  readonly path: PathText;
  expected: number;
}

class Validator {
  readonly #findings = new Map<number, Failure>();
  readonly #failedTops = new Set<PathText>();
  readonly #arrivedTops = new Set<PathText>();
  readonly #tamperedTops = new Map<PathText, Failure>();
  readonly #cursor: TreeCursor;
  readonly #folders: OpenedFolder[] = [{ id: -1, path: '', expected: 0 }];

  constructor(private readonly context: ValidateContext) {
    this.#cursor = new TreeCursor(context.payload, (folder, path) => this.#leave(folder, path));
  }

  check(item: PlanItem, entry: LedgerEntry | undefined): void {
    if (entry === undefined) throw changed(item.path, 'it has no outcome');
    if (entry.outcome === 'failed') this.#failedTops.add(topOf(entry.stagedAs));
    const copy = stagedCopy(entry);
    if (copy !== undefined && copy.reason !== 'merged') this.#arrivedTops.add(topOf(copy.stagedAs));
    // Of what an earlier attempt has published, only folders have a counterpart here.
    if (copy === undefined || (copy.standsAs !== undefined && item.type !== 'folder')) return;
    try {
      const folder = this.#cursor.folder(parentOf(copy.stagedAs));
      const parent = this.#folders.at(-1);
      this.#compare(item, copy, folder.find(nameOf(copy.stagedAs)), folder);
      if (parent?.path === parentOf(copy.stagedAs)) parent.expected++;
    } catch (error) {
      this.#note(item.id, copy.stagedAs, failureFrom(error, this.#absolute(copy.stagedAs)));
    }
  }

  /** Closes what is still open: nothing, but where validating broke off. */
  close(): void {
    this.#cursor.abandon();
  }

  finish(): Verdict {
    this.#cursor.finish();
    this.#leave(this.context.payload, '');
    return {
      findings: this.#findings,
      failedTops: this.#failedTops,
      arrivedTops: this.#arrivedTops,
      tamperedTops: this.#tamperedTops,
    };
  }

  #compare(item: PlanItem, entry: LedgerEntry, stat: FileStat | undefined, folder: Folder): void {
    const path = this.#absolute(entry.stagedAs);
    if (stat === undefined) throw changed(path, 'it was removed');
    if (stat.kind !== item.type) throw changed(path, `it became a ${stat.kind}`);
    if (item.type === 'file') this.#compareFile(entry, stat, folder, path);
    if (item.type === 'link') compareLink(item, entry, folder, path);
    if (item.type === 'folder') {
      this.#cursor.folder(entry.stagedAs);
      this.#folders.push({ id: item.id, path: entry.stagedAs, expected: 0 });
    }
  }

  #compareFile({ file, stagedAs }: LedgerEntry, stat: FileStat, folder: Folder, path: PathText): void {
    const proved = file?.provedState;
    if (file === undefined || proved === undefined) throw changed(path, 'nothing was proved of it');
    const now = stateOf(stat);
    if (now.dev !== proved.dev || now.ino !== proved.ino) throw changed(path, 'it was replaced');
    if (now.size !== proved.size) throw changed(path, `it has ${now.size} bytes instead of ${proved.size}`);
    if (now.mtimeNs === proved.mtimeNs && now.ctimeNs === proved.ctimeNs) return;
    if (!this.#hasSameContent(folder, nameOf(stagedAs), file)) throw changed(path, 'its content was changed');
    if (now.mtimeNs !== proved.mtimeNs) throw changed(path, 'its modification time was changed');
  }

  #hasSameContent(folder: Folder, name: PathText, facts: FileFacts): boolean {
    const digests = this.context.digester.begin();
    const file = folder.openFile(name);
    const buffer = Buffer.alloc(BLOCK);
    try {
      for (let position = 0; ; ) {
        this.context.checkpoint();
        const count = file.read(buffer, BLOCK, position);
        if (count === 0) return sameDigests(digests.finish(), facts.sourceDigests);
        digests.update(buffer.subarray(0, count));
        position += count;
      }
    } finally {
      file.close();
    }
  }

  #leave(folder: Folder, path: PathText): void {
    const opened = this.#folders.at(-1);
    if (opened === undefined || opened.path !== path) return;
    this.#folders.pop();
    let count = 0;
    for (const _ of folder.names()) count++;
    if (count <= opened.expected) return;
    const failure = changed(folder.path, `${count - opened.expected} names in it are not part of the copy`);
    if (opened.id < 0) throw new FailureError(failure.failure, 'job');
    this.#note(opened.id, path, failure.failure);
  }

  #note(id: number, stagedAs: PathText, failure: Failure): void {
    const top = topOf(stagedAs);
    if (!this.#tamperedTops.has(top)) this.#tamperedTops.set(top, failure);
    this.#findings.set(id, failure);
    if (this.#findings.size > MOST_FINDINGS) throw new FailureError(failure, 'job');
  }

  #absolute(stagedAs: PathText): PathText {
    return below(this.context.payload.path, stagedAs);
  }
}

function compareLink(item: PlannedLink, entry: LedgerEntry, folder: Folder, path: PathText): void {
  if (folder.readLink(nameOf(entry.stagedAs)) !== item.target) throw changed(path, 'the link points elsewhere');
}

function changed(path: PathText, what: string): FailureError {
  return new FailureError({ code: 'stagingChanged', path, args: { what } });
}

/** A staged item that cannot be looked at is as good as changed. */
function failureFrom(error: unknown, path: PathText): Failure {
  if (error instanceof FailureError && error.scope === 'item') return error.failure;
  if (error instanceof SystemError) return { ...changed(path, 'it cannot be read').failure, cause: error.message };
  throw error;
}
