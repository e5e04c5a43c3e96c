import { inEnglish, type Translate } from '../text/translate';
import { formatInstant, formatOffset, instantOfZoned, instantsOf, zoneChanges, zoneOffset } from '../time/zonedTime';
import type { CaseData } from './caseData';

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
  /** What a reader has to know, as sentences; first what every statement about corrected times rests on. */
  readonly notices: readonly string[];
}

/** Why there is no offset, as a sentence. */
export interface NoTimeOffset {
  readonly missing: string;
}

/**
 * Offset and corrected times from case data that its schema has accepted. The recorder's clock is taken as local time in
 * `recorderZone`, so that an offset is a difference of instants and never contains a zone. In English unless `t` is given; what is missing is
 * said in records only, and in English.
 */
export function timeOffset(caseData: CaseData, t: Translate = inEnglish): TimeOffset | NoTimeOffset {
  const { recorderClock, recorderZone, referenceClock, start, end } = caseData;
  if (recorderClock === undefined || recorderZone === undefined || referenceClock === undefined) {
    return { missing: missingText(caseData) };
  }
  const notices = [t('The offset was measured once; it is assumed that it was the same at the time of the recording.')];
  const reference = instantOfZoned(referenceClock);
  const clock = clockInstant(recorderClock, recorderZone, reference, notices, t);
  const offsetMs = clock - reference;
  const first = start === undefined ? null : shownTime(t('start'), start, recorderZone, notices, t);
  const last = end === undefined ? null : shownTime(t('end'), end, recorderZone, notices, t);
  const instants = [clock, ...[first, last].flatMap((time) => time?.instants ?? [])].filter(
    (instant) => instant !== undefined,
  );
  const changes = changesText(Math.min(...instants), Math.max(...instants), recorderZone, t);
  if (changes !== null) notices.push(changes);
  return {
    offsetMs,
    words: offsetWords(offsetMs, t),
    start: first && correct(first, offsetMs, recorderZone),
    end: last && correct(last, offsetMs, recorderZone),
    clocksChanged: changes !== null,
    notices,
  };
}

function missingText({ recorderClock, recorderZone, referenceClock }: CaseData): string {
  const missing = [
    recorderClock === undefined ? 'what the recorder clock showed' : '',
    recorderZone === undefined ? 'the time zone of the recorder' : '',
    referenceClock === undefined ? 'what the reference clock showed' : '',
  ].filter((text) => text !== '');
  return `The time offset is not known: ${missing.join(' and ')} is not on record.`;
}

/** An offset in words, from milliseconds, to the second: `the recorder is 1 h 4 min fast`. */
export function offsetWords(offsetMs: number, t: Translate = inEnglish): string {
  if (offsetMs === 0) return t('the recorder shows the same time as the reference');
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  const length = seconds === 0 ? t('less than 1 s') : lengthText(seconds, t);
  return offsetMs > 0 ? t('the recorder is {0} fast', length) : t('the recorder is {0} slow', length);
}

function lengthText(seconds: number, t: Translate): string {
  const days = Math.floor(seconds / 86_400);
  const parts: [number, string][] = [
    [days, days === 1 ? t('day') : t('days')],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** A shown time with the instants it is taken for: the first, and the second where it occurred twice. */
interface ShownTime {
  readonly shown: string;
  readonly instants: readonly [number, number?];
}

/** Of two meanings the one nearer to the reference counts: a clock an hour off is the less likely one. */
function clockInstant(shown: string, zone: string, reference: number, notices: string[], t: Translate): number {
  const { instants, unchanged } = instantsOf(shown, zone);
  const [nearest, other] = instants.toSorted((a, b) => Math.abs(a - reference) - Math.abs(b - reference));
  if (nearest === undefined) notices.push(neverShown(t('recorder clock'), shown, zone, unchanged, t));
  if (nearest !== undefined && other !== undefined) {
    notices.push(
      t(
        'The recorder clock showed {0}, which occurred twice in {1} because the clocks were set back. The meaning nearer to the reference was taken (UTC{2}); by the other one {3}.',
        shown,
        zone,
        formatOffset(zoneOffset(nearest, zone)),
        offsetWords(other - reference, t),
      ),
    );
  }
  return nearest ?? unchanged;
}

function shownTime(name: string, shown: string, zone: string, notices: string[], t: Translate): ShownTime {
  const { instants, unchanged } = instantsOf(shown, zone);
  const [first, second] = instants;
  if (first === undefined) {
    notices.push(neverShown(name, shown, zone, unchanged, t));
    return { shown, instants: [unchanged] };
  }
  if (second !== undefined) {
    notices.push(
      t(
        'The {0} {1} occurred twice in {2} because the clocks were set back; both corrected times are given.',
        name,
        shown,
        zone,
      ),
    );
  }
  return { shown, instants: second === undefined ? [first] : [first, second] };
}

/** A clock that shows a time its zone left out was not set forward: the rule before is the one it goes by. */
function neverShown(name: string, shown: string, zone: string, unchanged: number, t: Translate): string {
  const before = Date.parse(`${shown}Z`) - unchanged;
  return t(
    'The {0} {1} did not occur in {2}: the clocks were set forward over it. It was taken as a clock that had not been set forward (UTC{3}); check the zone of the recorder.',
    name,
    shown,
    zone,
    formatOffset(before),
  );
}

function changesText(from: number, to: number, zone: string, t: Translate): string | null {
  const changes = zoneChanges(from, to, zone);
  if (changes.length === 0) return null;
  const named = changes
    .slice(-CHANGES_NAMED)
    .map(({ at, before, after }) =>
      t('at {0} (UTC{1} before, UTC{2} since)', formatInstant(at, zone), formatOffset(before), formatOffset(after)),
    );
  const more = changes.length - named.length;
  const list = more > 0 ? t('{0} times, and {1}', more, named.join(', ')) : named.join(', ');
  return t(
    'The clocks in {0} changed (daylight saving) between start, end and the comparison of the clocks: {1}. The corrected times assume that the recorder changed its clock at the same moment; check whether it did.',
    zone,
    list,
  );
}

function correct({ shown, instants: [first, second] }: ShownTime, offsetMs: number, zone: string): CorrectedTime {
  const at = (instant: number) => ({
    corrected: formatInstant(instant - offsetMs, zone),
    correctedUtc: new Date(instant - offsetMs).toISOString(),
  });
  return { shown, ...at(first), ...(second !== undefined && { alternative: at(second) }) };
}
