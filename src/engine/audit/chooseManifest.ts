import { onSource } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { below, isWithin, nameOf, parentOf } from '../fs/names';
import { BAG_DECLARATION, BAG_PAYLOAD, USUAL_LIST } from '../model/audit/manifestNames';
import { type PathText, printable } from '../model/text/pathText';
import { algorithmName } from './algorithms';
import { recordsFolders, type Search } from './auditTree';
import { type Bag, readBag } from './bag';
import { readChecksumList } from './checksumList';
import { Expectations } from './expectations';
import type { Findings } from './findings';
import { isHashdeepList, readHashdeepList } from './hashdeepList';
import { readManifest } from './manifestText';
import { openBelow } from './openBelow';
import { type AttemptRecords, REPORT_NAME, readAttemptRecords, unite } from './ownRecords';
import { AuditRefusal } from './refusal';
import { zipsOf } from './zips';

const ALGORITHM_IN_NAME = /(md5|sha3?-?\d+|blake2b|blake3|xxh128|(?<=^|\.)b[23](?=(sums?)?(\.txt)?$))/i;

/** What a folder is held against. */
export interface Against {
  readonly expectations: Expectations;
  /** For people: `records of 2 jobs`. */
  readonly text: string;
  /** Absolute path of the manifest; null where there are several. */
  readonly manifest: PathText | null;
  readonly bag?: Bag;
  /** Whether a path that is not listed should not be there: tag files of a bag and the manifest itself may be. */
  mustBeListed(path: PathText): boolean;
}

/**
 * Finds what an open folder is to be held against: the manifest that was named; else a bag, if it is one; else all our
 * records below it, united; else the one list that lies in it. Throws {@link AuditRefusal} where there is none, or more.
 *
 * @param search Goes along while it looks for records.
 */
export function chooseManifest(
  fs: FileSystem,
  folder: Folder,
  manifest: PathText | undefined,
  findings: Findings,
  search: Search,
): Against {
  if (manifest !== undefined) return namedManifest(fs, folder, manifest, findings, search);
  if (onSource(() => folder.find(BAG_DECLARATION)) !== undefined) {
    const expectations = new Expectations();
    const bag = readBag(folder, expectations, findings);
    const mustBeListed = (path: PathText) => isWithin(path, BAG_PAYLOAD);
    const declaration = below(folder.path, BAG_DECLARATION);
    return { expectations, text: `BagIt ${bag.version} bag`, manifest: declaration, bag, mustBeListed };
  }
  const records = ownRecords(folder, findings, search);
  if (records !== undefined) return records;
  const lists = onSource(() => [...folder.names()])
    .filter((name) => USUAL_LIST.test(name))
    .sort();
  const [only] = lists;
  if (only === undefined) {
    throw new AuditRefusal(
      'There is nothing to hold this folder against: no records, no bag, no list of digests. Name a manifest.',
      lists,
    );
  }
  if (lists.length > 1) {
    const names = lists.map(printable).join(', ');
    throw new AuditRefusal(
      `There are several lists of digests here (${names}). Name the manifest that is meant.`,
      lists,
    );
  }
  return readList(folder, only, folder.path, (path) => path !== only, findings);
}

function namedManifest(
  fs: FileSystem,
  folder: Folder,
  manifest: PathText,
  findings: Findings,
  search: Search,
): Against {
  const parent = onSource(() => fs.openFolder(parentOf(manifest) || '/'));
  try {
    const name = nameOf(manifest);
    if (name === BAG_DECLARATION) return chooseManifest(fs, folder, undefined, findings, search);
    const inside = `${folder.path}/`;
    const own = manifest.startsWith(inside) ? manifest.slice(inside.length) : undefined;
    const mustBeListed = (path: PathText) => path !== own;
    if (name !== REPORT_NAME) return readList(parent, name, folder.path, mustBeListed, findings);
    const { listed } = readAttemptRecords(parent, parentOf(own ?? name), findings);
    return { expectations: listed, text: `the records ${printable(manifest)}`, manifest, mustBeListed };
  } finally {
    parent.close();
  }
}

function readList(
  parent: Folder,
  name: PathText,
  folder: PathText,
  mustBeListed: Against['mustBeListed'],
  findings: Findings,
): Against {
  const text = readManifest(parent, name);
  const expectations = new Expectations();
  if (isHashdeepList(text)) readHashdeepList(text, expectations, folder, findings.warn);
  else {
    const named = ALGORITHM_IN_NAME.exec(name)?.[1];
    const algorithm = named === undefined ? undefined : algorithmName(named);
    readChecksumList(text, expectations, { algorithm, warn: findings.warn });
  }
  if (expectations.size === 0) throw new AuditRefusal(`${text.name} lists nothing. Name the right manifest.`);
  return { expectations, text: text.name, manifest: below(parent.path, name), mustBeListed };
}

/** Undefined where there are none. */
function ownRecords(folder: Folder, findings: Findings, search: Search): Against | undefined {
  const united = new Expectations();
  const bags: PathText[] = [];
  const zipLists = new Set<PathText>();
  let jobs = 0;
  for (const path of recordsFolders(folder, search)) {
    const attempts = attemptsIn(folder, path, findings);
    jobs += new Set(attempts.map(({ jobId }) => jobId)).size;
    const base = parentOf(path);
    const bag = base === '' ? undefined : bagAt(folder, base, findings);
    if (bag !== undefined) bags.push(base);
    united.supersedeWith((bag ?? unite(attempts, findings)).movedTo(base), () => {});
    const zips = zipsOf(folder, base, attempts, findings);
    united.supersedeWith(zips.expectations, () => {});
    for (const list of zips.lists) zipLists.add(list);
  }
  if (jobs === 0) return undefined;
  const text = jobs === 1 ? 'the records of one job' : `the records of ${jobs} jobs`;
  const isTagFile = (path: PathText) =>
    bags.some((bag) => isWithin(path, bag) && !isWithin(path, `${bag}/${BAG_PAYLOAD}`));
  return {
    expectations: united,
    text,
    manifest: null,
    mustBeListed: (path) => !isTagFile(path) && !zipLists.has(path),
  };
}

/** What a bag below the audited folder lists; undefined where there is no bag. */
function bagAt(folder: Folder, path: PathText, findings: Findings): Expectations | undefined {
  const opened = openBelow(folder, path);
  try {
    if (onSource(() => opened.find(BAG_DECLARATION)) === undefined) return undefined;
    const listed = new Expectations();
    readBag(opened, listed, findings);
    return listed;
  } finally {
    opened.close();
  }
}

function attemptsIn(folder: Folder, path: PathText, findings: Findings): AttemptRecords[] {
  const opened = openBelow(folder, path);
  const attempts: AttemptRecords[] = [];
  try {
    for (const name of onSource(() => [...opened.names()].sort())) {
      // Records that are still being written, and whatever else a person keeps there.
      if (name.startsWith('.') || onSource(() => opened.find(name))?.kind !== 'folder') continue;
      const records = onSource(() => opened.openFolder(name));
      try {
        if (onSource(() => records.find(REPORT_NAME)) === undefined) {
          findings.add('errors', { path: `${path}/${name}`, detail: 'these records have no report' });
        } else attempts.push(readAttemptRecords(records, `${path}/${name}`, findings));
      } finally {
        records.close();
      }
    }
  } finally {
    opened.close();
  }
  return attempts;
}
