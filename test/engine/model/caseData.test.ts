import { expect, test } from 'vitest';
import { type CaseData, CaseDataSchema } from '../../../src/engine/model/case/caseData';
import { DEFAULT_OPTIONS, JobRequestSchema } from '../../../src/engine/model/job/job';

const FULL: CaseData = {
  caseNumber: '2026-0042',
  exhibit: 'AB/1',
  examiner: 'A. Example',
  examinerId: '1234',
  organisation: '…',
  businessName: 'Corner Shop',
  location: '12 High Street',
  start: '2026-11-03T21:55:00',
  end: '2026-11-03T23:10:00',
  recorder: { make: '…', model: '…', serial: '…' },
  writeBlocker: '…',
  recorderClock: '2026-11-10T10:04:30',
  recorderZone: 'Europe/Berlin',
  referenceClock: '2026-11-10T09:00:00Z',
  notes: 'first line\nsecond\tline',
};

/** Path and message of everything that is wrong. */
function faultsOf(data: unknown): string[] {
  const parsed = CaseDataSchema.safeParse(data);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('takes everything, and nothing', () => {
  expect(CaseDataSchema.parse(FULL)).toEqual(FULL);
  expect(CaseDataSchema.parse({})).toEqual({});
});

test('is a part of a job request', () => {
  const request = { ...DEFAULT_OPTIONS, label: 'x', sources: ['/a'], destinations: ['/b'] };
  expect(JobRequestSchema.parse({ ...request, caseData: FULL }).caseData).toEqual(FULL);
  expect(JobRequestSchema.safeParse({ ...request, caseData: { caseNo: '1' } }).success).toBe(false);
});

test.each([
  ['a text that is blank', { caseNumber: '  ' }, 'caseNumber: expected text on one line'],
  ['an empty text', { exhibit: '' }, 'exhibit: expected text on one line'],
  ['two lines', { examiner: 'a\nb' }, 'examiner: expected text on one line'],
  ['a line separator', { examiner: 'a\u2028b' }, 'examiner: expected text on one line'],
  ['an escape sequence', { location: '\u001b[2J' }, 'location: expected text on one line'],
  ['half a character', { location: '\ud800' }, 'location: expected text on one line'],
  ['201 characters', { businessName: 'x'.repeat(201) }, 'businessName: expected text on one line'],
  ['a number', { examinerId: 1234 }, 'examinerId: expected text on one line'],
  ['null', { writeBlocker: null }, 'writeBlocker: expected text on one line'],
  ['a list', [], ': expected an object with case data'],
  ['notes without end', { notes: 'x'.repeat(10_001) }, 'notes: expected text of 1 to 10000 characters'],
  ['notes with NUL', { notes: 'a\0b' }, 'notes: expected text of 1 to 10000'],
  ['blank notes', { notes: ' \n ' }, 'notes: expected text of 1 to 10000'],
  ['a date without time', { start: '2026-11-03' }, 'start: expected a date and time as a clock shows it'],
  ['a time with its zone', { end: '2026-11-03T21:55:00Z' }, 'end: expected a date and time as a clock shows it'],
  ['a day that does not exist', { recorderClock: '2026-02-30T10:00' }, 'recorderClock: expected a date and time'],
  ['a zone that does not exist', { recorderZone: 'Mars/Olympus' }, 'recorderZone: expected the IANA name'],
  ['a distance instead of a zone', { recorderZone: '+02:00' }, 'recorderZone: expected the IANA name'],
  ['a reference without zone', { referenceClock: '2026-11-10T09:00:00' }, 'referenceClock: expected a date and time'],
  ['an unknown key', { colour: 'red' }, ': '],
  ['an unknown key of the recorder', { recorder: { colour: 'red' } }, 'recorder: '],
])('refuses %s', (_, data, fault) => {
  const faults = faultsOf(data);
  expect(faults[0]).toContain(fault);
  expect(new Set(faults.map((text) => text.split(':')[0])).size).toBe(1);
});

test('text of any language and 200 characters is taken', () => {
  expect(
    faultsOf({ location: '北京市 · Straße «‎ж» 👩‍👩‍👧', businessName: 'x'.repeat(200), notes: 'x'.repeat(10_000) }),
  ).toEqual([]);
});

const BACKWARDS =
  'end: is before the start. Check both; if the clocks were set back in between, give recorderZone as well';

test.each([
  ['after the start', { start: '2026-11-03T21:55', end: '2026-11-03T21:56' }, []],
  ['the start itself', { start: '2026-11-03T21:55', end: '2026-11-03T21:55:00' }, []],
  ['before the start', { start: '2026-11-03T21:55', end: '2026-11-03T21:54' }, [BACKWARDS]],
  ['shown earlier, and no zone says why', { start: '2026-10-25T02:50', end: '2026-10-25T02:10' }, [BACKWARDS]],
  [
    'shown earlier because the clocks were set back',
    { start: '2026-10-25T02:50', end: '2026-10-25T02:10', recorderZone: 'Europe/Berlin' },
    [],
  ],
  [
    'before the start whatever the clocks did',
    { start: '2026-10-25T02:50', end: '2026-10-25T01:10', recorderZone: 'Europe/Berlin' },
    [BACKWARDS],
  ],
  [
    'shown earlier where the clocks are never set back',
    { start: '2026-10-25T02:50', end: '2026-10-25T02:10', recorderZone: 'Asia/Kolkata' },
    [BACKWARDS],
  ],
])('an end %s', (_, data, faults) => {
  expect(faultsOf(data)).toEqual(faults);
});
