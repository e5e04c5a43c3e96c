import filenamify from 'filenamify';
import { isWithin, nameOf, parentOf } from '../fs/names';
import { type PathText, printable } from '../model/text/pathText';

/** What some extractor takes for something else: a drive, a stream, a path, a pattern; or cuts off. */
const MISUSED = /[\\/:*?"<>|]|[. ]$|^~/;
const REPLACED = /[\\/:*?"<>|\p{C}\p{Zl}\p{Zp}]|[. ]$|^~/gu;

/** A folder on the path at hand. */
interface Level {
  readonly path: PathText;
  readonly member: string;
  /** The names in it, as an extractor that folds case and forms takes them. */
  readonly taken: Set<string>;
}

/**
 * Gives each path of a package the name it has in the ZIP: its own, unless an extractor could misuse it. Names are
 * relative, with `/` only; none is `.` or `..`, has a drive, a backslash, a control character, bytes that are not UTF-8, or
 * a full stop or space at its end, and no two are the same for a file system that folds case.
 *
 * Paths come as they do in a plan, each folder before what is in it: memory grows with the folders on the path at hand only.
 */
export class MemberNames {
  readonly #levels: Level[] = [];

  /** @param reserved Names at the top that no path gets. */
  constructor(reserved: readonly string[]) {
    this.#levels.push({ path: '', member: '', taken: new Set(reserved.map(foldedName)) });
  }

  /** The member name of a folder, without the slash at its end. */
  folder(path: PathText): string {
    return this.#enter(path).member;
  }

  /** The member name of a file. */
  file(path: PathText): string {
    return claim(this.#enter(parentOf(path)), nameOf(path));
  }

  #enter(path: PathText): Level {
    let level = this.#levels.at(-1);
    while (level !== undefined && level.path !== '' && !isWithin(path, level.path)) {
      this.#levels.pop();
      level = this.#levels.at(-1);
    }
    if (level === undefined) throw new RangeError('the level of the package itself is never left');
    if (level.path === path) return level;
    const parent = this.#enter(parentOf(path));
    const entered = { path, member: claim(parent, nameOf(path)), taken: new Set<string>() };
    this.#levels.push(entered);
    return entered;
  }
}

function claim({ member, taken }: Level, name: PathText): string {
  const wanted = isSafe(name) ? name : harmless(name);
  let free = wanted;
  for (let number = 2; taken.has(foldedName(free)); number++) free = `${wanted}~${number}`;
  taken.add(foldedName(free));
  return member === '' ? free : `${member}/${free}`;
}

function isSafe(name: PathText): boolean {
  if (MISUSED.test(name) || printable(name) !== name) return false;
  // What is left are the devices of Windows: `con`, `lpt1.txt`.
  return filenamify(name, { maxLength: Infinity }) === name.normalize('NFC');
}

/** What is left of a name that cannot be used, to recognise it by. */
function harmless(name: PathText): string {
  return filenamify(name.replaceAll(REPLACED, '_'), { replacement: '_', maxLength: Infinity });
}

function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
}
