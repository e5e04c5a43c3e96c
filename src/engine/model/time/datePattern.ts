/** How dates stand in folder names where nothing else is asked for: sorts by time, and any file system takes it. */
export const DEFAULT_DATE_PATTERN = 'YYYY-MM-DD HH.mm';

/** What a date pattern is made of: parts of the date, and separators that file names may hold. */
const PATTERN = /^(?:YYYY|MM|DD|HH|mm|ss|[ ._,-])+$/;
const PARTS = /YYYY|MM|DD|HH|mm|ss/g;

/** Whether the text is a date pattern: `YYYY`, `MM`, `DD`, `HH`, `mm`, `ss`, with spaces and `. _ , -` between them. */
export function isDatePattern(pattern: string): boolean {
  return PATTERN.test(pattern);
}

/** A wall-clock time such as `2026-11-03T21:55` by a pattern. Knows no language and no zone: digits are only moved. */
export function formatWallClock(wallClock: string, pattern: string): string {
  const parts: Readonly<Record<string, string>> = {
    YYYY: wallClock.slice(0, 4),
    MM: wallClock.slice(5, 7),
    DD: wallClock.slice(8, 10),
    HH: wallClock.slice(11, 13),
    mm: wallClock.slice(14, 16),
    ss: wallClock.slice(17, 19) || '00',
  };
  return pattern.replaceAll(PARTS, (part) => parts[part] ?? part);
}
