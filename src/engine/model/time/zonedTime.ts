/**
 * Wall-clock times and the zones they are shown in, with the zone rules of the running Node (`Intl`).
 *
 * An instant is milliseconds since 1970 in UTC. A wall-clock time is kept as text without a zone, because that is all a
 * clock shows; which instants it can mean is what {@link instantsOf} says.
 */

/** A date and time as a clock shows it: `2026-11-03T21:55` or `2026-11-03T21:55:00`, years from 1900. */
export const WALL_CLOCK =
  /^(?:19|[2-9]\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/** A date and time with its distance from UTC: `2026-11-10T09:00:00Z`, `2026-11-10T10:00:00+01:00`. */
export const ZONED =
  /^((?:19|[2-9]\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** No zone has ever been further from UTC, and a jump over the date line is one day. */
const FURTHEST = 16 * HOUR;
/** Zone rules never change twice within so short a time. */
const SCAN_STEP = 7 * DAY;
/** A range is never looked at in more steps than this, however far apart its ends are. */
const SCAN_STEPS = 2600;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether Node knows a zone of this IANA name, such as `Europe/Berlin`. A bare distance such as `+02:00` is no name. */
export function isZoneName(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Whether the text has the form {@link WALL_CLOCK} and its day exists in its month. */
export function isWallClock(text: string): boolean {
  return WALL_CLOCK.test(text) && isRealDay(text);
}

/** Whether the text has the form {@link ZONED} and its day exists in its month. */
export function isZoned(text: string): boolean {
  return ZONED.test(text) && isRealDay(text);
}

/** The instant of a text for which {@link isZoned} holds. */
export function instantOfZoned(text: string): number {
  return Date.parse(text);
}

/** What the zone adds to UTC at an instant, in milliseconds: 7 200 000 for Berlin in summer. */
export function zoneOffset(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return shown - Math.floor(instant / 1000) * 1000;
}

/** Which instants a wall-clock time can mean. */
export interface Meaning {
  /**
   * Earliest first. Two where the clocks were set back over it. None where they were set forward over it, so that a clock
   * which follows the zone never shows it.
   */
  readonly instants: readonly number[];
  /** The instant by the rule that was in force before: what a clock means that was not set forward. */
  readonly unchanged: number;
}

/** The instants at which a clock in `zone` shows `wallClock`, a text for which {@link isWallClock} holds. */
export function instantsOf(wallClock: string, zone: string): Meaning {
  const asUtc = Date.parse(`${wallClock}Z`);
  const offsets: number[] = [];
  for (let at = asUtc - FURTHEST; at <= asUtc + FURTHEST; at += 4 * HOUR) {
    const offset = zoneOffset(at, zone);
    if (!offsets.includes(offset)) offsets.push(offset);
  }
  const instants = offsets
    .filter((offset) => zoneOffset(asUtc - offset, zone) === offset)
    .map((offset) => asUtc - offset)
    .sort((a, b) => a - b);
  return { instants, unchanged: asUtc - (offsets[0] ?? 0) };
}

/** A moment at which the clocks of a zone were changed; `before` and `after` as in {@link zoneOffset}. */
export interface ZoneChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** All changes of a zone's clocks after `from` and up to `to` (instants), oldest first. */
export function zoneChanges(from: number, to: number, zone: string): ZoneChange[] {
  const step = Math.max(SCAN_STEP, (to - from) / SCAN_STEPS);
  const changes: ZoneChange[] = [];
  let before = zoneOffset(from, zone);
  for (let at = from; at < to; at += step) {
    const next = Math.min(to, at + step);
    const after = zoneOffset(next, zone);
    if (before !== after) changes.push({ at: firstWith(after, at, next, zone), before, after });
    before = after;
  }
  return changes;
}

/** An instant as a clock of the zone shows it, to the second, with the distance from UTC: `2026-11-03T21:50:30+01:00`. */
export function formatInstant(instant: number, zone: string): string {
  const offset = zoneOffset(instant, zone);
  return `${new Date(instant + offset).toISOString().slice(0, 19)}${formatOffset(offset)}`;
}

/** A distance from UTC in milliseconds as `+01:00`; with seconds where there are some. */
export function formatOffset(offset: number): string {
  const seconds = Math.abs(offset) / 1000;
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`;
  return `${offset < 0 ? '-' : '+'}${two(seconds / 3600)}:${two((seconds / 60) % 60)}${rest}`;
}

function firstWith(offset: number, from: number, to: number, zone: string): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffset(middle, zone) === offset) high = middle;
    else low = middle;
  }
  return high;
}

function isRealDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/** Throws a `RangeError` where there is no such zone. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
