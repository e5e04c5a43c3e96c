import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatInstant,
  formatOffset,
  instantsOf,
  isWallClock,
  isZoned,
  isZoneName,
  zoneChanges,
  zoneOffset,
} from '../../../src/engine/model/time/zonedTime';

const HOUR = 3_600_000;
const ZONES = [
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'UTC',
  'Etc/GMT+12',
];
const anyZone = fc.constantFrom(...ZONES);
/** 1970 to 2099, whole seconds. */
const anyInstant = fc.integer({ min: 0, max: 4_102_444_799 }).map((seconds) => seconds * 1000);

const utc = (text: string) => Date.parse(text);

test.each([
  ['Europe/Berlin', '2026-07-01T00:00:00Z', 2 * HOUR],
  ['Europe/Berlin', '2026-12-01T00:00:00Z', HOUR],
  ['America/New_York', '2026-07-01T00:00:00Z', -4 * HOUR],
  ['Asia/Kolkata', '2026-07-01T00:00:00Z', 5.5 * HOUR],
  ['Australia/Lord_Howe', '2026-01-01T00:00:00Z', 11 * HOUR],
  ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', 10.5 * HOUR],
  ['Pacific/Apia', '2011-12-29T12:00:00Z', -10 * HOUR],
  ['Pacific/Apia', '2011-12-31T12:00:00Z', 14 * HOUR],
  ['UTC', '2026-07-01T00:00:00Z', 0],
])('%s at %s', (zone, instant, offset) => {
  expect(zoneOffset(utc(instant), zone)).toBe(offset);
});

test.each([
  ['once', 'Europe/Berlin', '2026-11-03T21:55', ['2026-11-03T20:55:00Z']],
  ['twice: an hour set back', 'Europe/Berlin', '2026-10-25T02:30', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']],
  ['once: before the clocks were set back', 'Europe/Berlin', '2026-10-25T01:59:59', ['2026-10-24T23:59:59Z']],
  ['once: after they were set back', 'Europe/Berlin', '2026-10-25T03:00', ['2026-10-25T02:00:00Z']],
  ['never: an hour set forward', 'Europe/Berlin', '2026-03-29T02:30', []],
  ['never', 'America/New_York', '2026-03-08T02:00', []],
  ['twice', 'America/New_York', '2026-11-01T01:00', ['2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z']],
  ['twice: half an hour', 'Australia/Lord_Howe', '2026-04-05T01:45', ['2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z']],
  ['never: half an hour', 'Australia/Lord_Howe', '2026-10-04T02:15', []],
  ['never: a whole day left out', 'Pacific/Apia', '2011-12-30T12:00', []],
  ['once', 'Asia/Kolkata', '2026-03-29T02:30', ['2026-03-28T21:00:00Z']],
  ['once', 'UTC', '2026-03-29T02:30', ['2026-03-29T02:30:00Z']],
])('occurs %s: %s %s', (_, zone, wallClock, instants) => {
  expect(instantsOf(wallClock, zone).instants).toEqual(instants.map(utc));
});

test('a time that was left out is taken by the rule before', () => {
  expect(instantsOf('2026-03-29T02:30', 'Europe/Berlin').unchanged).toBe(utc('2026-03-29T01:30:00Z'));
  expect(instantsOf('2011-12-30T12:00', 'Pacific/Apia').unchanged).toBe(utc('2011-12-30T22:00:00Z'));
});

test('what a clock shows at an instant means that instant', () =>
  fc.assert(
    fc.property(anyInstant, anyZone, (instant, zone) => {
      const shown = formatInstant(instant, zone);
      const { instants } = instantsOf(shown.slice(0, 19), zone);
      expect(instants).toContain(instant);
      expect(instants.length).toBeLessThanOrEqual(2);
      expect(Date.parse(shown)).toBe(instant);
    }),
  ));

test('every meaning shows the time it was asked for', () =>
  fc.assert(
    fc.property(anyInstant, anyZone, (asUtc, zone) => {
      const wallClock = new Date(asUtc).toISOString().slice(0, 19);
      for (const instant of instantsOf(wallClock, zone).instants) {
        expect(formatInstant(instant, zone).slice(0, 19)).toBe(wallClock);
      }
    }),
  ));

test('changes of the clocks, each at its first instant', () => {
  const changes = zoneChanges(utc('2026-01-01T00:00:00Z'), utc('2027-01-01T00:00:00Z'), 'Europe/Berlin');
  expect(changes).toEqual([
    { at: utc('2026-03-29T01:00:00Z'), before: HOUR, after: 2 * HOUR },
    { at: utc('2026-10-25T01:00:00Z'), before: 2 * HOUR, after: HOUR },
  ]);
  expect(zoneChanges(utc('2026-01-01T00:00:00Z'), utc('2027-01-01T00:00:00Z'), 'Asia/Kolkata')).toEqual([]);
  const moment = utc('2026-03-29T01:00:00Z');
  expect(zoneChanges(moment, moment, 'Europe/Berlin')).toEqual([]);
  expect(zoneChanges(moment - 1, moment, 'Europe/Berlin')).toHaveLength(1);
  expect(zoneChanges(moment, moment + HOUR, 'Europe/Berlin')).toEqual([]);
});

test('ends that lie thousands of years apart are looked at in a bounded number of steps', () => {
  const changes = zoneChanges(utc('1900-01-01T00:00:00Z'), utc('9999-12-31T00:00:00Z'), 'Europe/Berlin');
  expect(changes.length).toBeLessThan(3000);
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Etc/GMT-1', true],
  ['+02:00', false],
  ['Mars/Olympus', false],
  ['', false],
  ['../../etc/localtime', false],
])('zone name %j: %s', (name, isZone) => {
  expect(isZoneName(name)).toBe(isZone);
});

test.each([
  ['2026-11-03T21:55', true],
  ['2026-11-03T21:55:59', true],
  ['2024-02-29T00:00', true],
  ['2026-02-29T00:00', false],
  ['2026-04-31T00:00', false],
  ['2026-13-01T00:00', false],
  ['2026-11-03T24:00', false],
  ['2026-11-03T21:60', false],
  ['2026-11-03T21:55:60', false],
  ['2026-11-03 21:55', false],
  ['2026-11-03T21:55Z', false],
  ['2026-11-03T21:55:00.5', false],
  ['1899-01-01T00:00', false],
  ['26-11-03T21:55', false],
  ['2026-11-03', false],
])('wall clock %j: %s', (text, isValid) => {
  expect(isWallClock(text)).toBe(isValid);
});

test.each([
  ['2026-11-10T09:00:00Z', true],
  ['2026-11-10T09:00Z', true],
  ['2026-11-10T09:00:00.123Z', true],
  ['2026-11-10T10:00:00+01:00', true],
  ['2026-11-10T10:00:00-03:30', true],
  ['2026-02-30T10:00:00Z', false],
  ['2026-11-10T10:00:00', false],
  ['2026-11-10T10:00:00+25:00', false],
  ['2026-11-10T10:00:00 Europe/Berlin', false],
])('with its zone %j: %s', (text, isValid) => {
  expect(isZoned(text)).toBe(isValid);
});

test.each([
  [0, '+00:00'],
  [HOUR, '+01:00'],
  [-3.5 * HOUR, '-03:30'],
  [-44.5 * 60_000, '-00:44:30'],
])('distance of %d ms is %s', (offset, text) => {
  expect(formatOffset(offset)).toBe(text);
});
