import { type DateFormat, readDate } from './dateFormat';
import { formatInstant, instantsOf, isZoned } from './zonedTime';

const ZONE = /\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)$/i;

/**
 * Reads what a reference clock showed, as a person writes it: a date and time, and its distance from UTC (`Z`, `UTC`,
 * `+01:00`, `+1`). Without a distance it is taken as local time in `zone`, the zone of the recorder that it stood beside.
 *
 * @returns The time with its distance from UTC, as case data hold it; undefined where it is none, or could be two because
 *   the clocks were set back.
 */
export function readReferenceTime(text: string, format: DateFormat, zone: string | undefined): string | undefined {
  if (isZoned(text)) return text;
  const found = ZONE.exec(text);
  // The end of a date such as 2026-11-03 is no distance from UTC.
  const wallClock = found === null ? undefined : readDate(text.slice(0, found.index), format);
  if (found !== null && wallClock !== undefined) {
    const zoned = `${wallClock}${distance(found[1] ?? '')}`;
    return isZoned(zoned) ? zoned : undefined;
  }
  const local = readDate(text, format);
  if (local === undefined || zone === undefined) return undefined;
  const [instant, other] = instantsOf(local, zone).instants;
  return instant === undefined || other !== undefined ? undefined : formatInstant(instant, zone);
}

/** `+1` and `+0100` as `+01:00`; whatever names UTC as `Z`. */
function distance(written: string): string {
  const [, sign, hours = '', minutes = '00'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(written) ?? [];
  return sign === undefined ? 'Z' : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}
