import { formatInstant, formatOffset, instantOfZoned, instantsOf, zoneChanges, zoneOffset } from '../time/zonedTime';
import type { CaseData } from './caseData';

/** What every statement about corrected times rests on. */
export const CONSTANT_OFFSET =
  'The offset was measured once; it is assumed that it was the same at the time of the recording.';

/** As many changes of the clocks are named one by one. */
const CHANGES_NAMED = 4;

/** A time of the recording as shown, and what it was by the reference clock. */
export interface CorrectedTime {
  /** As the recorder shows it. */
  readonly shown: string;
  /** Shown − offset, in the recorder's zone with its distance from UTC. */
  readonly corrected: string;
  /** The same instant in UTC. */
  readonly correctedUtc: string;
  /** The second meaning, where the shown time occurred twice because the clocks were set back. */
  readonly alternative?: { readonly corrected: string; readonly correctedUtc: string };
}

/** What comparing the recorder's clock with a reference clock says about the times of a recording. */
export interface TimeOffset {
  /** Recorder − reference in milliseconds; positive: the recorder is fast. */
  readonly offsetMs: number;
  /** `the recorder is 4 min 30 s fast`. */
  readonly words: string;
  /** Null where the time is not known. */
  readonly start: CorrectedTime | null;
  readonly end: CorrectedTime | null;
  /** Whether the clocks of the recorder's zone were changed between start, end and the comparison. */
  readonly clocksChanged: boolean;
  /** What a reader has to know, as sentences; {@link CONSTANT_OFFSET} first. */
  readonly notices: readonly string[];
}

/** Why there is no offset, as a sentence. */
export interface NoTimeOffset {
  readonly missing: string;
}

/**
 * Offset and corrected times from case data that its schema has accepted. The recorder's clock is taken as local time in
 * `recorderZone`, so that an offset is a difference of instants and never contains a zone.
 */
export function timeOffset(caseData: CaseData): TimeOffset | NoTimeOffset {
  const { recorderClock, recorderZone, referenceClock, start, end } = caseData;
  const missing = [
    recorderClock === undefined ? 'what the recorder clock showed' : '',
    recorderZone === undefined ? 'the time zone of the recorder' : '',
    referenceClock === undefined ? 'what the reference clock showed' : '',
  ].filter((text) => text !== '');
  if (recorderClock === undefined || recorderZone === undefined || referenceClock === undefined) {
    return { missing: `The time offset is not known: ${missing.join(' and ')} is not on record.` };
  }
  const notices = [CONSTANT_OFFSET];
  const reference = instantOfZoned(referenceClock);
  const clock = clockInstant(recorderClock, recorderZone, reference, notices);
  const offsetMs = clock - reference;
  const first = start === undefined ? null : shownTime('start', start, recorderZone, notices);
  const last = end === undefined ? null : shownTime('end', end, recorderZone, notices);
  const instants = [clock, ...[first, last].flatMap((time) => time?.instants ?? [])].filter(
    (instant) => instant !== undefined,
  );
  const changes = changesText(Math.min(...instants), Math.max(...instants), recorderZone);
  if (changes !== null) notices.push(changes);
  return {
    offsetMs,
    words: offsetWords(offsetMs),
    start: first && correct(first, offsetMs, recorderZone),
    end: last && correct(last, offsetMs, recorderZone),
    clocksChanged: changes !== null,
    notices,
  };
}

/** An offset in words, from milliseconds, to the second: `the recorder is 1 h 4 min fast`. */
export function offsetWords(offsetMs: number): string {
  if (offsetMs === 0) return 'the recorder shows the same time as the reference';
  const direction = offsetMs > 0 ? 'fast' : 'slow';
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  if (seconds === 0) return `the recorder is less than 1 s ${direction}`;
  const days = Math.floor(seconds / 86_400);
  const parts: [number, string][] = [
    [days, days === 1 ? 'day' : 'days'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return `the recorder is ${words.join(' ')} ${direction}`;
}

/** A shown time with the instants it is taken for: the first, and the second where it occurred twice. */
interface ShownTime {
  readonly shown: string;
  readonly instants: readonly [number, number?];
}

/** Of two meanings the one nearer to the reference counts: a clock an hour off is the less likely one. */
function clockInstant(shown: string, zone: string, reference: number, notices: string[]): number {
  const { instants, unchanged } = instantsOf(shown, zone);
  const [nearest, other] = instants.toSorted((a, b) => Math.abs(a - reference) - Math.abs(b - reference));
  if (nearest === undefined) notices.push(neverShown('recorder clock', shown, zone, unchanged));
  if (nearest !== undefined && other !== undefined) {
    notices.push(
      `The recorder clock showed ${shown}, which occurred twice in ${zone} because the clocks were set back. The meaning nearer to the reference was taken (UTC${formatOffset(zoneOffset(nearest, zone))}); by the other one ${offsetWords(other - reference)}.`,
    );
  }
  return nearest ?? unchanged;
}

function shownTime(name: 'start' | 'end', shown: string, zone: string, notices: string[]): ShownTime {
  const { instants, unchanged } = instantsOf(shown, zone);
  const [first, second] = instants;
  if (first === undefined) {
    notices.push(neverShown(name, shown, zone, unchanged));
    return { shown, instants: [unchanged] };
  }
  if (second !== undefined) {
    notices.push(
      `The ${name} ${shown} occurred twice in ${zone} because the clocks were set back; both corrected times are given.`,
    );
  }
  return { shown, instants: second === undefined ? [first] : [first, second] };
}

/** A clock that shows a time its zone left out was not set forward: the rule before is the one it goes by. */
function neverShown(name: string, shown: string, zone: string, unchanged: number): string {
  const before = Date.parse(`${shown}Z`) - unchanged;
  return `The ${name} ${shown} did not occur in ${zone}: the clocks were set forward over it. It was taken as a clock that had not been set forward (UTC${formatOffset(before)}); check the zone of the recorder.`;
}

function changesText(from: number, to: number, zone: string): string | null {
  const changes = zoneChanges(from, to, zone);
  if (changes.length === 0) return null;
  const named = changes
    .slice(-CHANGES_NAMED)
    .map(
      ({ at, before, after }) =>
        `at ${formatInstant(at, zone)} (UTC${formatOffset(before)} before, UTC${formatOffset(after)} since)`,
    );
  const more = changes.length - named.length;
  const list = `${more > 0 ? `${more} times, and ` : ''}${named.join(', ')}`;
  return `The clocks in ${zone} changed (daylight saving) between start, end and the comparison of the clocks: ${list}. The corrected times assume that the recorder changed its clock at the same moment; check whether it did.`;
}

function correct({ shown, instants: [first, second] }: ShownTime, offsetMs: number, zone: string): CorrectedTime {
  const at = (instant: number) => ({
    corrected: formatInstant(instant - offsetMs, zone),
    correctedUtc: new Date(instant - offsetMs).toISOString(),
  });
  return { shown, ...at(first), ...(second !== undefined && { alternative: at(second) }) };
}
