import { posix, win32 } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseData } from '../../../src/engine/model/case/caseData';
import { folderNames, TEMPLATE_KEYS, templateFaults } from '../../../src/engine/model/case/folderTemplate';
import { safeName } from '../../../src/engine/model/text/safeName';

const CASE: CaseData = {
  caseNumber: '2026-0042',
  exhibit: 'AB/1',
  businessName: 'Corner Shop',
  location: '12 High Street',
  start: '2026-11-03T21:55:00',
  end: '2026-11-03T23:10',
  recorder: { make: 'Acme', serial: 'SN:7' },
};

function names(template: string, caseData: CaseData = CASE, datePattern?: string): readonly string[] {
  const result = folderNames(template, { label: 'Camera 3', caseData }, datePattern);
  if ('faults' in result) throw new Error(result.faults.join('\n'));
  return result.names;
}

function faults(template: string, caseData: CaseData = CASE): readonly string[] {
  const result = folderNames(template, { label: 'Camera 3', caseData });
  return 'faults' in result ? result.faults : [];
}

test.each([
  [
    '{caseNumber}/{businessName} @ {location}/{start} to {end}',
    ['2026-0042', 'Corner Shop @ 12 High Street', '2026-11-03 21.55 to 2026-11-03 23.10'],
  ],
  ['{exhibit}', ['AB_1']],
  ['{label}, {recorder.make} {recorder.serial}', ['Camera 3, Acme SN_7']],
  ['fixed', ['fixed']],
  ['{start:DD.MM.YYYY HH-mm-ss}', ['03.11.2026 21-55-00']],
  ['{end:YYYYMMDD_HHmmss}', ['20261103_231000']],
  ['.{caseNumber}', ['_2026-0042']],
])('%s', (template, expected) => {
  expect(names(template)).toEqual(expected);
});

test("dates go by the person's pattern, unless the template has one", () => {
  expect(names('{start} {end:YYYY}', CASE, 'DD.MM.YYYY')).toEqual(['03.11.2026 2026']);
});

test.each([
  ['{nothing}', ['The folder template has no value {nothing}; there are label, caseNumber, ']],
  ['{constructor}', ['The folder template has no value {constructor}']],
  ['{__proto__}', ['The folder template has no value {__proto__}']],
  ['{}', ['The folder template has no value {}']],
  ['{caseNumber', ['The folder template has a { without its counterpart.']],
  ['caseNumber}', ['The folder template has a } without its counterpart.']],
  ['{{caseNumber}}', ['The folder template has a { without its counterpart.', 'The folder template has a } without']],
  ['/{caseNumber}', ['The folder template has a folder without a name']],
  ['{caseNumber}/', ['The folder template has a folder without a name']],
  ['a//b', ['The folder template has a folder without a name']],
  ['a/ /b', ['The folder template has a folder without a name']],
  ['', ['The folder template has a folder without a name']],
  ['../{caseNumber}', ['The folder template may not hold ..: it stays in the destination.']],
  ['a/./b', ['The folder template may not hold .:']],
  ['a/.. /b', ['The folder template may not hold ..:']],
  ['a\\..\\b', ['The folder template holds \\, which not every file name can.']],
  ['C:{caseNumber}', ['The folder template holds :']],
  ['a\0b', ['The folder template holds \\x00']],
  ['a\u001b[2J', ['The folder template holds \\x1B']],
  ['{start:hh}', ['In the folder template {start:hh} is no date pattern']],
  ['{start:}', ['In the folder template {start:} is no date pattern']],
  ['{start:../YYYY}', ['The folder template has a { without its counterpart.']],
  ['{caseNumber:YYYY}', ['In the folder template only start and end take a pattern, not caseNumber.']],
  ['x'.repeat(501), ['The folder template has more than 500 characters.']],
  [`${'a/'.repeat(10)}a`, ['The folder template has more than 10 folders.']],
])('refuses %.40j', (template, expected) => {
  const found = templateFaults(template);
  for (const [index, text] of expected.entries()) expect(found[index]).toContain(text);
  expect(faults(template)).toEqual(found);
});

test('every value that the job does not have is named, once', () => {
  expect(faults('{caseNumber}/{location} {start}/{location}', { caseNumber: '7' })).toEqual([
    'The folder template needs {location}, which this job does not have: give caseData.location, or take it out of the template.',
    'The folder template needs {start}, which this job does not have: give caseData.start, or take it out of the template.',
  ]);
});

describe('values that are no names', () => {
  test.each([
    ['..', '_'],
    ['.', '_'],
    ['...', '_'],
    ['../../etc', '_.._etc'],
    ['a/b\\c', 'a_b_c'],
    ['C:\\x', 'C_x'],
    ['CON', 'CON_'],
    ['com1.txt', 'com1_.txt'],
    ['nul', 'nul_'],
    ['a. ', 'a'],
    [' a', 'a'],
    ['a\nb\u0000c\u001b', 'a b_c_'],
    ['a\u202egnp.exe', 'a_gnp.exe'],
    ['\ud800x', '_x'],
    ['.hidden', '_hidden'],
    ['evidence-records', '_evidence-records'],
    ['INCOMPLETE-1a2b3c4d', '_INCOMPLETE-1a2b3c4d'],
    ['incomplete-x', '_incomplete-x'],
    ['Straße 北京 👩‍👩‍👧', 'Straße 北京 👩‍👩‍👧'],
  ])('%j becomes %j', (value, name) => {
    expect(safeName(value)).toBe(name);
  });

  test('are cut between characters, and never end in a full stop', () => {
    expect(safeName('北'.repeat(300))).toBe('北'.repeat(66));
    expect(safeName('👩‍👩‍👧'.repeat(3), 40)).toBe('👩‍👩‍👧'.repeat(2));
    expect(safeName(`${'x'.repeat(199)}..y`)).toBe('x'.repeat(199));
    expect(safeName('👩‍👩‍👧', 3)).toBe('_');
  });

  test('a long value leaves room for the others', () => {
    const [name = ''] = names('{businessName} @ {location}', { ...CASE, businessName: 'x'.repeat(200) });
    expect(name.endsWith(' @ 12 High Street')).toBe(true);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom('..', '/', '\\', ':', '.', ' ', 'CON', '\0', '\n', 'a', '北', '~', '-', '\ud800'), {
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
);
const anyTemplate = fc
  .array(fc.oneof(anyText, fc.constantFrom(...TEMPLATE_KEYS.map((key) => `{${key}}`), '/', '{start:YYYY}', ' to ')), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

test('a folder never leaves the destination, on any system', () =>
  fc.assert(
    fc.property(
      fc.oneof(anyTemplate, fc.constantFrom('{caseNumber}', '{location}/{businessName} {start}')),
      anyText,
      anyText,
      (template, one, two) => {
        const caseData = { caseNumber: one, location: two, businessName: `${one}${two}`, start: two };
        const result = folderNames(template, { label: one, caseData });
        if ('faults' in result) return;
        expect(result.names.length).toBeGreaterThan(0);
        for (const name of result.names) {
          expect(name).not.toMatch(/[/\\:<>"|?*\p{Cc}\p{Cs}]|^[. ]|[. ]$|^$/u);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
          expect(safeName(name)).toBe(name);
        }
        for (const [path, destination] of [
          [posix, '/evidence/out'],
          [win32, 'D:\\evidence\\out'],
        ] as const) {
          const folder = path.join(destination, ...result.names);
          expect(path.relative(destination, folder).split(path.sep)).toEqual([...result.names]);
        }
      },
    ),
    { numRuns: 500 },
  ));
