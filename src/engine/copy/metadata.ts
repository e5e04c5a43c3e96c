import { destinationFailure } from '../fs/failures';
import type { FileStat, Folder, OpenFile } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import type { ReceiptEntry } from '../model/item/outcome';
import type { Metadata } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';

/** Errors by which a system says "you may not" or "not here": the receipt tells what came of it. */
const REFUSALS = new Set(['EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EOVERFLOW']);

/**
 * Gives an open copy the mode, owner and times of its source.
 * @returns The receipt: what could not be kept. Throws a failure of the destination where that does not answer.
 */
export function applyMetadata(target: OpenFile | Folder, wanted: Metadata): ReceiptEntry[] {
  const { uid, gid } = wanted;
  try {
    const now = target.stat();
    // Owner first: changing it clears the set-user-id bits of the mode.
    if (now.uid !== uid || now.gid !== gid) attempt(() => target.setOwner(uid, gid));
    attempt(() => target.setMode(wanted.mode));
    attempt(() => target.setTimes(timesOf(wanted)));
    return receipt(wanted, target.stat(), true);
  } catch (error) {
    throw destinationFailure(error);
  }
}

/** Gives a symbolic link the owner and times of its source. A link has no mode of its own. */
export function applyLinkMetadata(folder: Folder, name: PathText, wanted: Metadata): ReceiptEntry[] {
  const { uid, gid } = wanted;
  try {
    const now = folder.find(name);
    if (now?.uid !== uid || now.gid !== gid) attempt(() => folder.setLinkOwner(name, uid, gid));
    attempt(() => folder.setLinkTimes(name, timesOf(wanted)));
    const got = folder.find(name);
    return got === undefined ? [] : receipt(wanted, got, false);
  } catch (error) {
    throw destinationFailure(error);
  }
}

/** What differs between the metadata that was wanted and what an item has. */
export function receipt(wanted: Metadata, got: FileStat, withMode: boolean): ReceiptEntry[] {
  const entries: ReceiptEntry[] = [
    { field: 'mode', wanted: octal(wanted.mode), got: withMode ? octal(got.mode) : octal(wanted.mode) },
    { field: 'owner', wanted: `${wanted.uid}:${wanted.gid}`, got: `${got.uid}:${got.gid}` },
    { field: 'atime', wanted: wanted.atimeNs, got: String(got.atimeNs) },
    { field: 'mtime', wanted: wanted.mtimeNs, got: String(got.mtimeNs) },
  ];
  return entries.filter((entry) => entry.wanted !== entry.got);
}

function timesOf({ atimeNs, mtimeNs }: Metadata): { atimeNs: bigint; mtimeNs: bigint } {
  return { atimeNs: BigInt(atimeNs), mtimeNs: BigInt(mtimeNs) };
}

function attempt(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof SystemError && REFUSALS.has(error.code))) throw error;
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
