import { onSource } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below, parentOf } from '../fs/names';
import { zipDigestName } from '../model/job/packaging';
import type { PathText } from '../model/text/pathText';
import { readChecksumList } from './checksumList';
import { Expectations } from './expectations';
import type { Findings } from './findings';
import { readManifest } from './manifestText';
import { openBelow } from './openBelow';
import type { AttemptRecords } from './ownRecords';

/** What the files with the digests of ZIPs list, and where these files are, both below the audited folder. */
export interface ListedZips {
  readonly expectations: Expectations;
  readonly lists: readonly PathText[];
}

/**
 * The ZIPs of jobs. They are made after the records, which therefore do not list them; the file with the digest of a ZIP,
 * beside it, does.
 *
 * @param base Of the folder that holds the records of these attempts, the one above: the payload's, or the bag.
 */
export function zipsOf(
  folder: Folder,
  base: PathText,
  attempts: readonly AttemptRecords[],
  findings: Findings,
): ListedZips {
  const expectations = new Expectations();
  const lists = new Set<PathText>();
  for (const { zip } of attempts) {
    // A bag's ZIP stands beside the bag; where the bag itself is audited, that is outside.
    if (zip === undefined || (zip.isOfBag && base === '')) continue;
    const at = zip.isOfBag ? parentOf(base) : base;
    const list = zipDigestName(zip.name);
    const path = at === '' ? list : below(at, list);
    if (lists.has(path)) continue;
    const listed = readList(folder, at, list, findings);
    if (listed === undefined) continue;
    lists.add(path);
    expectations.supersedeWith(listed, () => {});
  }
  return { expectations, lists: [...lists] };
}

/** What a file with the digest of a ZIP lists, below the audited folder; undefined where there is no such file. */
function readList(folder: Folder, at: PathText, name: PathText, { warn }: Findings): Expectations | undefined {
  const beside = at === '' ? folder : openBelow(folder, at);
  try {
    if (onSource(() => beside.find(name)) === undefined) return undefined;
    const listed = new Expectations();
    readChecksumList(readManifest(beside, name), listed, { algorithm: 'sha256', warn });
    return listed.movedTo(at);
  } finally {
    if (beside !== folder) beside.close();
  }
}
