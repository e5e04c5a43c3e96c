import { formatWallClock } from './datePattern';
import { isWallClock } from './zonedTime';

/** All of {@link DateFormat}. */
export const DATE_FORMATS = ['YYYY-MM-DD', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY'] as const;
/** A way in which people write a date. */
export type DateFormat = (typeof DATE_FORMATS)[number];

/** First number, separator, second and third number, time, and what tells morning from afternoon on a clock of 12 hours. */
const WRITTEN =
  /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[T,]\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?$/i;

/** How dates are written where this locale (BCP 47) is spoken. */
export function dateFormatOf(locale: string): DateFormat {
  const parts = new Intl.DateTimeFormat(locale, { calendar: 'gregory', numberingSystem: 'latn' }).formatToParts(0);
  const first = parts.find(({ type }) => type !== 'literal')?.type;
  if (first === 'year') return 'YYYY-MM-DD';
  if (first === 'month') return 'MM/DD/YYYY';
  return parts.some(({ value }) => value.includes('.')) ? 'DD.MM.YYYY' : 'DD/MM/YYYY';
}

/**
 * Reads a date and time as a person writes it: `3.11.2026 21:55`, `11/03/2026, 9:55:10 PM`. A year that comes first, and
 * full stops between the numbers, mean the same everywhere; slashes and hyphens go by `format`.
 *
 * @returns The time as a clock shows it (`2026-11-03T21:55`), or undefined where it is none or could be two.
 */
export function readDate(text: string, format: DateFormat): string | undefined {
  const [, first = '', separator, second = '', third = '', hour = '', minute = '', seconds, half] =
    WRITTEN.exec(text.trim()) ?? [];
  const numbers = [first, second, third] as const;
  const date = inOrder(numbers, separator === '.' ? 'DD.MM.YYYY' : format);
  const hours = half === undefined ? Number(hour) : hourOfDay(Number(hour), half);
  if (date === undefined || hours === undefined) return undefined;
  const [year, month, day] = date;
  const time = [String(hours), minute, ...(seconds === undefined ? [] : [seconds])].map(two).join(':');
  const wallClock = `${year}-${two(month)}-${two(day)}T${time}`;
  return isWallClock(wallClock) ? wallClock : undefined;
}

/** A time as a clock shows it, as a person writes it; {@link readDate} reads it back. */
export function writeDate(wallClock: string, format: DateFormat): string {
  return formatWallClock(wallClock, `${format} ${wallClock.length > 16 ? 'HH:mm:ss' : 'HH:mm'}`);
}

/** How dates of this format stand in the names of folders, where no slash and no colon can. */
export function folderPatternOf(format: DateFormat): string {
  return `${format.replaceAll('/', '-')} HH.mm`;
}

/** Year, month and day; undefined where the numbers stand in no such order. */
function inOrder(
  [first, second, third]: readonly [string, string, string],
  format: DateFormat,
): readonly [string, string, string] | undefined {
  if (first.length === 4) return third.length < 3 ? [first, second, third] : undefined;
  if (third.length !== 4 || first.length > 2 || format === 'YYYY-MM-DD') return undefined;
  return format === 'MM/DD/YYYY' ? [third, first, second] : [third, second, first];
}

/** An hour from 1 to 12 as one from 0 to 23. */
function hourOfDay(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}
