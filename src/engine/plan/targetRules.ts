import { onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { type PathText, toBytes } from '../model/text/pathText';

/** Longest name in bytes that the first probe asks for; longer ones are probed one by one. */
const PROBED_LENGTH = 255;

/** Names that no file system refuses: short, plain small letters and digits, and no device of Windows (`con`, `lpt1.txt` …). */
const HARMLESS_LENGTH = 64;
const HARMLESS = /^[a-z0-9_][a-z0-9_ -]{3,}[a-z0-9_](\.[a-z0-9_]+)*$/;

// One name for each rule that some file system has: reserved device names, capital letters stored as small ones,
// forbidden characters, endings that are cut, control characters, bytes that are no UTF-8, length.
const PROBE_NAMES: readonly PathText[] = [
  'con',
  'CapitalLetters',
  'a:b*c?d"e<f>g|h\\i',
  'dot.',
  'blank ',
  'line\nfeed',
  '\udcff\udc80',
  'x'.repeat(PROBED_LENGTH),
];

/** What a destination can hold, found by trying it in the staging folder, never concluded from a file system's name. */
export interface TargetRules {
  /** Every name of at most 255 bytes is taken as it is. */
  readonly anyName: boolean;
  /** `A` and `a` are two names. */
  readonly distinguishesCase: boolean;
  /** Composed and decomposed forms of one letter are two names. */
  readonly distinguishesForms: boolean;
  readonly symbolicLinks: boolean;
}

/** Tries the destination out in `folder`, an empty folder on its file system, which is left empty. */
export function probeTarget(folder: Folder): TargetRules {
  return {
    anyName: PROBE_NAMES.every((name) => takesName(folder, name)),
    distinguishesCase: areTwoNames(folder, 'Case', 'cASE'),
    distinguishesForms: areTwoNames(folder, 'form-\u00e4', 'form-a\u0308'),
    symbolicLinks: takesLinks(folder),
  };
}

/** Whether a file of this name can be made in `folder`, and keeps its name. The file is removed again. */
export function takesName(folder: Folder, name: PathText): boolean {
  try {
    folder.createFile(name).close();
  } catch (error) {
    return throwUnlessRefused(error);
  }
  // Some file systems take a name and store another: without trailing dots, or with replaced bytes.
  const keeps = [...folder.names()].some((stored) => stored.normalize('NFC') === name.normalize('NFC'));
  onDestination(() => folder.removeFile(name));
  return keeps;
}

/** Whether a file of `size` bytes can be made in `folder`. No space is used. */
export function takesSize(folder: Folder, size: number): boolean {
  const name = 'size';
  const file = onDestination(() => folder.createFile(name));
  try {
    file.truncate(size);
    return true;
  } catch (error) {
    if (error instanceof SystemError && (error.code === 'EFBIG' || error.code === 'EINVAL')) return false;
    // Some file systems occupy the space at once: that the size is allowed is all that was asked.
    if (error instanceof SystemError && error.code === 'ENOSPC') return true;
    throw error;
  } finally {
    file.close();
    folder.removeFile(name);
  }
}

/** The form under which a target takes two names for one; equal keys collide. */
export function collisionKey(name: PathText, rules: TargetRules): string {
  const form = rules.distinguishesForms ? name : name.normalize('NFC');
  return rules.distinguishesCase ? form : form.toLowerCase().toUpperCase();
}

/** Whether a name must be tried one by one before the copy may count on it. */
export function needsProbe(name: PathText, rules: TargetRules): boolean {
  const bytes = toBytes(name);
  if (bytes.length > PROBED_LENGTH) return true;
  return !rules.anyName && !(bytes.length <= HARMLESS_LENGTH && HARMLESS.test(name));
}

function areTwoNames(folder: Folder, first: PathText, second: PathText): boolean {
  onDestination(() => folder.createFile(first).close());
  try {
    return onDestination(() => folder.find(second)) === undefined;
  } finally {
    folder.removeFile(first);
  }
}

function takesLinks(folder: Folder): boolean {
  try {
    folder.makeLink('link', 'target');
  } catch (error) {
    return throwUnlessRefused(error);
  }
  onDestination(() => folder.removeFile('link'));
  return true;
}

/** Errors by which file systems say "not such a name" (or "not such a thing"); all others are real. */
function throwUnlessRefused(error: unknown): false {
  const refusals = ['EINVAL', 'EILSEQ', 'ENAMETOOLONG', 'ENOENT', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EEXIST'];
  if (error instanceof SystemError && refusals.includes(error.code)) return false;
  return onDestination(() => {
    throw error;
  });
}
