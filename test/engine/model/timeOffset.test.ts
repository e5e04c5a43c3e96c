import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseData } from '../../../src/engine/model/case/caseData';
import { offsetWords, type TimeOffset, timeOffset } from '../../../src/engine/model/case/timeOffset';
import { formatInstant } from '../../../src/engine/model/time/zonedTime';

const BERLIN: CaseData = {
  start: '2026-11-03T21:55:00',
  end: '2026-11-03T23:10:00',
  recorderClock: '2026-11-10T10:04:30',
  recorderZone: 'Europe/Berlin',
  referenceClock: '2026-11-10T09:00:00Z',
};

function known(caseData: CaseData): TimeOffset {
  const result = timeOffset(caseData);
  if ('missing' in result) throw new Error(result.missing);
  return result;
}

test('a recorder that is 4 min 30 s fast', () => {
  expect(known(BERLIN)).toEqual({
    offsetMs: 270_000,
    words: 'the recorder is 4 min 30 s fast',
    start: {
      shown: '2026-11-03T21:55:00',
      corrected: '2026-11-03T21:50:30+01:00',
      correctedUtc: '2026-11-03T20:50:30.000Z',
    },
    end: {
      shown: '2026-11-03T23:10:00',
      corrected: '2026-11-03T23:05:30+01:00',
      correctedUtc: '2026-11-03T22:05:30.000Z',
    },
    clocksChanged: false,
    notices: ['The offset was measured once; it is assumed that it was the same at the time of the recording.'],
  });
});

test.each([
  ['Europe/Berlin', '2026-11-10T10:00:00', '2026-11-10T09:00:00Z', 0],
  ['Europe/Berlin', '2026-07-10T11:00:00', '2026-07-10T09:00:00Z', 0],
  ['Europe/Berlin', '2026-07-10T11:00:00', '2026-07-10T14:30:00+05:30', 0],
  ['America/New_York', '2026-07-10T04:59:00', '2026-07-10T09:00:00Z', -60_000],
  ['Asia/Kolkata', '2026-07-10T14:30:01', '2026-07-10T09:00:00Z', 1000],
  ['Australia/Lord_Howe', '2026-01-10T20:00:00', '2026-01-10T09:00:00Z', 0],
  ['Pacific/Apia', '2026-07-10T22:00:00', '2026-07-10T09:00:00Z', 0],
  ['UTC', '2026-07-11T09:00:00', '2026-07-10T09:00:00Z', 86_400_000],
  ['UTC', '2000-01-01T00:10:00', '2026-07-10T09:00:00Z', -836_988_600_000],
  ['UTC', '2026-07-10T09:00:01', '2026-07-10T09:00:00.250Z', 750],
])('in %s %s against %s is %d ms', (recorderZone, recorderClock, referenceClock, offsetMs) => {
  expect(known({ recorderZone, recorderClock, referenceClock }).offsetMs).toBe(offsetMs);
});

test.each([
  [0, 'the recorder shows the same time as the reference'],
  [270_000, 'the recorder is 4 min 30 s fast'],
  [-270_000, 'the recorder is 4 min 30 s slow'],
  [1000, 'the recorder is 1 s fast'],
  [-250, 'the recorder is less than 1 s slow'],
  [3_600_000, 'the recorder is 1 h fast'],
  [-3_605_000, 'the recorder is 1 h 5 s slow'],
  [86_400_000, 'the recorder is 1 day fast'],
  [-176_461_000, 'the recorder is 2 days 1 h 1 min 1 s slow'],
  [59_999, 'the recorder is 1 min fast'],
])('%d ms in words', (offsetMs, words) => {
  expect(offsetWords(offsetMs)).toBe(words);
});

test('says what is missing for an offset', () => {
  expect(timeOffset({})).toEqual({
    missing:
      'The time offset is not known: what the recorder clock showed and the time zone of the recorder and what the reference clock showed is not on record.',
  });
  const { recorderZone: _, ...withoutZone } = BERLIN;
  expect(timeOffset(withoutZone)).toMatchObject({
    missing: expect.stringContaining('the time zone of the recorder is'),
  });
});

test('the clocks were changed between the recording and the comparison', () => {
  const { clocksChanged, notices, start } = known({
    ...BERLIN,
    start: '2026-10-20T12:00:00',
    end: '2026-10-20T13:00:00',
  });
  expect(clocksChanged).toBe(true);
  expect(notices.at(-1)).toContain(
    'changed (daylight saving) between start, end and the comparison of the clocks: at 2026-10-25T02:00:00+01:00 (UTC+02:00 before, UTC+01:00 since)',
  );
  expect(start?.corrected).toBe('2026-10-20T11:55:30+02:00');
});

test('changed and changed back is a change as well', () => {
  const { clocksChanged, notices } = known({ ...BERLIN, start: '2025-12-01T12:00:00' });
  expect(clocksChanged).toBe(true);
  expect(notices.at(-1)).toContain('2026-03-29T03:00:00+02:00');
  expect(notices.at(-1)).toContain('2026-10-25T02:00:00+01:00');
});

test('a long span names only the last changes', () => {
  const notice = known({ ...BERLIN, start: '2016-12-01T12:00:00' }).notices.at(-1);
  expect(notice).toContain(': 16 times, and at 2025-03-30');
});

test('no change where the zone has none', () => {
  expect(known({ ...BERLIN, recorderZone: 'Asia/Kolkata', start: '2016-12-01T12:00:00' }).clocksChanged).toBe(false);
});

test('a shown time that occurred twice has both corrected times', () => {
  const { start, notices } = known({ ...BERLIN, start: '2026-10-25T02:30:00' });
  expect(start).toEqual({
    shown: '2026-10-25T02:30:00',
    corrected: '2026-10-25T02:25:30+02:00',
    correctedUtc: '2026-10-25T00:25:30.000Z',
    alternative: { corrected: '2026-10-25T02:25:30+01:00', correctedUtc: '2026-10-25T01:25:30.000Z' },
  });
  expect(notices[1]).toContain('The start 2026-10-25T02:30:00 occurred twice in Europe/Berlin');
});

test('a shown time that did not occur is taken by the rule before, and said', () => {
  const { end, notices } = known({ ...BERLIN, start: '2026-03-29T01:00:00', end: '2026-03-29T02:30:00' });
  expect(end?.correctedUtc).toBe('2026-03-29T01:25:30.000Z');
  expect(notices[1]).toContain('The end 2026-03-29T02:30:00 did not occur in Europe/Berlin');
  expect(notices[1]).toContain('(UTC+01:00)');
});

test('of a clock reading that occurred twice the meaning nearer to the reference counts', () => {
  const reading = { recorderZone: 'Europe/Berlin', recorderClock: '2026-10-25T02:30:00' };
  const first = known({ ...reading, referenceClock: '2026-10-25T00:29:00Z' });
  expect(first.offsetMs).toBe(60_000);
  expect(first.notices[1]).toContain('by the other one the recorder is 1 h 1 min fast');
  expect(known({ ...reading, referenceClock: '2026-10-25T01:31:00Z' }).offsetMs).toBe(-60_000);
});

test('a clock reading that did not occur is said', () => {
  const { offsetMs, notices } = known({
    recorderZone: 'Europe/Berlin',
    recorderClock: '2026-03-29T02:30:00',
    referenceClock: '2026-03-29T01:30:00Z',
  });
  expect(offsetMs).toBe(0);
  expect(notices[1]).toContain('The recorder clock 2026-03-29T02:30:00 did not occur');
});

const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
);
const seconds = fc.integer({ min: 946_684_800, max: 2_524_607_999 });

test('a clock that is off by an offset, set against the true time, gives that offset', () =>
  fc.assert(
    fc.property(seconds, fc.integer({ min: -1799, max: 1799 }), zones, (reference, offset, recorderZone) => {
      // Less than half of the smallest change of the clocks: the meaning nearer to the reference is the true one.
      fc.pre(recorderZone !== 'Australia/Lord_Howe' || Math.abs(offset) < 900);
      const shownAt = (reference + offset) * 1000;
      const { offsetMs, words } = known({
        recorderZone,
        recorderClock: formatInstant(shownAt, recorderZone).slice(0, 19),
        referenceClock: new Date(reference * 1000).toISOString(),
      });
      expect(offsetMs).toBe(offset * 1000);
      expect(words.endsWith('fast')).toBe(offset > 0);
      expect(words.endsWith('slow')).toBe(offset < 0);
    }),
  ));

test('corrected is shown less the offset, and shown again by a clock that is off', () =>
  fc.assert(
    fc.property(
      seconds,
      seconds,
      fc.integer({ min: -800, max: 800 }),
      zones,
      (start, reference, offset, recorderZone) => {
        const shown = formatInstant((start + offset) * 1000, recorderZone).slice(0, 19);
        const result = known({
          recorderZone,
          recorderClock: formatInstant((reference + offset) * 1000, recorderZone).slice(0, 19),
          referenceClock: new Date(reference * 1000).toISOString(),
          start: shown,
        });
        const meanings = [result.start?.correctedUtc, result.start?.alternative?.correctedUtc];
        expect(meanings).toContain(new Date(start * 1000).toISOString());
        expect(Date.parse(result.start?.corrected ?? '')).toBe(Date.parse(result.start?.correctedUtc ?? ''));
      },
    ),
  ));
