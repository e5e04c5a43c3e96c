import type { PathText } from '../../engine/model/text/pathText';

const ICON = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/gi;
const LABEL_LENGTH = 60;

/** Text for a place where VS Code draws icons: `$(pass)` in a file name stays text and cannot pose as a tick. */
export function withoutIcons(text: string): string {
  return text.replace(ICON, (icon) => `\\${icon}`);
}

/** A name short enough to leave room for what is said about it; its end, where the type is, stays. */
export function shortened(name: PathText, length = LABEL_LENGTH): PathText {
  const characters = [...name];
  if (characters.length <= length) return name;
  const tail = Math.floor(length / 3);
  return [...characters.slice(0, length - tail - 1), '…', ...characters.slice(-tail)].join('');
}
