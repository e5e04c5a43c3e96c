import { expect, test } from 'vitest';
import { readReferenceTime } from '../../../src/engine/model/time/referenceTime';

test.each<[string, string | undefined, string | undefined]>([
  ['2026-11-10T09:00:00Z', undefined, '2026-11-10T09:00:00Z'],
  ['10.11.2026 10:00 +01:00', undefined, '2026-11-10T10:00+01:00'],
  ['10.11.2026 10:00:30 +1', undefined, '2026-11-10T10:00:30+01:00'],
  ['10.11.2026 10:00-0330', undefined, '2026-11-10T10:00-03:30'],
  ['10/11/2026 9:00 UTC', undefined, '2026-11-10T09:00Z'],
  ['10/11/2026 9:00 AM', 'Europe/Berlin', '2026-11-10T09:00:00+01:00'],
  ['10.07.2026 10:00', 'Europe/Berlin', '2026-07-10T10:00:00+02:00'],
  ['10.07.2026 10:00', undefined, undefined],
  // Twice on this night, and never on that one.
  ['25.10.2026 02:30', 'Europe/Berlin', undefined],
  ['29.03.2026 02:30', 'Europe/Berlin', undefined],
  ['25.10.2026 02:30 +02:00', 'Europe/Berlin', '2026-10-25T02:30+02:00'],
  ['2026-11-03', 'Europe/Berlin', undefined],
  ['10.11.2026 10:00 +25:00', 'Europe/Berlin', undefined],
  ['now', 'Europe/Berlin', undefined],
])('a reference clock that showed %j in %s', (text, zone, expected) => {
  expect(readReferenceTime(text, 'DD/MM/YYYY', zone)).toBe(expected);
});
