import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJobTable, type TableJob } from '../../src/client/jobTable/jobTable';
import { COLUMN_NAMES } from '../../src/client/jobTable/tableColumns';
import { tableFaultLine } from '../../src/client/jobTable/tableFault';
import { TABLE_BYTES } from '../../src/client/jobTable/tableText';
import { TEMPLATE_KEYS } from '../../src/engine/model/case/folderTemplate';
import type { DateFormat } from '../../src/engine/model/time/dateFormat';
import { holds } from '../support/property';
import { readText } from '../support/sources';

function parse(text: string | Uint8Array, format: DateFormat = 'DD.MM.YYYY') {
  return parseJobTable(Buffer.from(text), { format, destination: '/evidence' });
}

function sound(text: string | Uint8Array, format?: DateFormat): readonly TableJob[] {
  const read = parse(text, format);
  if ('faults' in read) throw new Error(read.faults.map(tableFaultLine).join('\n'));
  return read.jobs;
}

function faults(text: string | Uint8Array): readonly string[] {
  const read = parse(text);
  return 'faults' in read ? read.faults.map(tableFaultLine) : [];
}

describe('one job a row', () => {
  test('with everything a row can hold', () => {
    const table = [
      'label,caseNumber,exhibit,examiner,examinerId,organisation,businessName,location,start,end,recorder.make,' +
        'recorder.model,recorder.serial,writeBlocker,recorderClock,recorderZone,referenceClock,notes,sources,' +
        'destination,folderTemplate',
      'Camera 3,26-0042,AB/1,A. Example,1234,Police,Corner Shop,"12, High Street",3.11.2026 21:55,' +
        '2026-11-03 23:10:00,Make,Model,Serial,WB 1,10.11.2026 10:04:30,Europe/Berlin,10.11.2026 10:00,' +
        '"two\nlines, ""quoted""",/media/usb/a | b.mp4,/out,{caseNumber}',
    ].join('\r\n');
    expect(sound(`\ufeff${table}\r\n`)).toEqual([
      {
        namesDestination: true,
        jobFile: {
          label: 'Camera 3',
          caseData: {
            caseNumber: '26-0042',
            exhibit: 'AB/1',
            examiner: 'A. Example',
            examinerId: '1234',
            organisation: 'Police',
            businessName: 'Corner Shop',
            location: '12, High Street',
            start: '2026-11-03T21:55',
            end: '2026-11-03T23:10:00',
            recorder: { make: 'Make', model: 'Model', serial: 'Serial' },
            writeBlocker: 'WB 1',
            recorderClock: '2026-11-10T10:04:30',
            recorderZone: 'Europe/Berlin',
            referenceClock: '2026-11-10T10:00:00+01:00',
            notes: 'two\nlines, "quoted"',
          },
          sources: ['/media/usb/a', 'b.mp4'],
          destinations: ['/out'],
          folderTemplate: '{caseNumber}',
        },
      },
    ]);
  });

  test.each([
    ['commas', 'sources,caseNumber\n/a,1\n/b,2'],
    ['semicolons, as Excel writes them in many countries', 'sources;caseNumber\r\n/a;1\r\n/b;2\r\n'],
    ['tabs', 'sources\tcaseNumber\n/a\t1\n/b\t2\n'],
    ['line ends of all kinds, and rows without text', 'sources;caseNumber\r\n\r\n/a;1\n;\r/b;2\r\n;;\n'],
    ['names in quotation marks and capitals', '"Sources";"CASENUMBER"\n"/a";"1"\n"/b";"2"'],
  ])('with %s', (_, table) => {
    expect(sound(table).map(({ jobFile }) => jobFile)).toEqual([
      { sources: ['/a'], destinations: ['/evidence'], caseData: { caseNumber: '1' } },
      { sources: ['/b'], destinations: ['/evidence'], caseData: { caseNumber: '2' } },
    ]);
  });

  test('dates go by the format of the person', () => {
    const table = 'sources,start\n/a,03/11/2026 21:55';
    expect(sound(table, 'MM/DD/YYYY')[0]?.jobFile.caseData?.start).toBe('2026-03-11T21:55');
    expect(sound(table, 'DD/MM/YYYY')[0]?.jobFile.caseData?.start).toBe('2026-11-03T21:55');
  });
});

describe('a table is refused as a whole', () => {
  test('with every fault, each with its line and column', () => {
    const table = [
      'sources;start;end;recorderZone;folderTemplate',
      '/a;soon;;;',
      '/b;;;Mars;{location}',
      '/c;2026-11-03 21:55;2026-11-03 20:00;;',
      ';;;;{caseNumber}',
      '"/d\n";;;;;surplus',
    ].join('\n');
    expect(faults(table)).toEqual([
      'line 2, column start: found "soon", expected a date and time as a clock shows it, such as 2026-11-03T21:55 or 2026-11-03T21:55:00',
      'line 3, column recorderZone: found "Mars", expected the IANA name of a time zone, such as Europe/Berlin',
      expect.stringContaining('line 4, column end: is before the start'),
      'line 5, column sources: is missing; expected a list of 1 to 10000 paths',
      expect.stringContaining('line 5, column folderTemplate: The folder template needs {caseNumber}'),
      expect.stringContaining('line 6: has 6 cells, but there are 5 columns'),
    ]);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'line 1: is empty'],
    ['no row', 'sources\n\n', 'line 1: has no jobs'],
    ['no sources', 'caseNumber\n1', 'line 1, column sources: is missing'],
    ['an unknown column', 'sources,colour\n/a,red', 'line 1: there is no column "colour"; there are sources,'],
    ['a column twice', 'sources,Sources\n/a,/b', 'line 1, column sources: stands twice'],
    ['a quotation mark that is never closed', 'sources\n/a\n"/b\n', 'line 3: a cell begins with a quotation mark'],
    ['a quotation mark inside a cell', 'sources\n/a "b"\n', 'line 2: a quotation mark stands inside a cell'],
    ['UTF-16', Buffer.from('\ufeffsources\n/a', 'utf16le'), 'line 1: is not UTF-8 text; save it as "CSV UTF-8"'],
    ['Latin-1', Buffer.from('sources\n/Gr\u00fc\u00dfe', 'latin1'), 'line 1: is not UTF-8 text'],
    ['NUL', 'sources\n/a\0b', 'line 1: is not UTF-8 text'],
    ['more than one can look through', `sources\n${'/a\n'.repeat(1001)}`, 'line 1: has more than 1000 jobs'],
    ['a row without end', `sources\n"${'x'.repeat(300_000)}"`, 'line 2: the row has more than'],
    ['an empty one of several sources', 'sources\n/a||/b', 'line 2, column sources: found "/a||/b", expected a path'],
  ])('%s', (_, table, expected) => {
    expect(faults(table)[0]).toContain(expected);
  });

  test('too large, before it is parsed', () => {
    expect(faults(Buffer.alloc(TABLE_BYTES + 1, 0x61))).toEqual([expect.stringContaining('has more than')]);
  });

  test('names that mean something to JavaScript reach nothing', () => {
    expect(faults('sources,__proto__\n/a,1')[0]).toContain('there is no column "__proto__"');
    expect(faults('sources,constructor.prototype\n/a,1')[0]).toContain('there is no column');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('not with more faults than a person can read, and on lines that stay lines', () => {
    const lines = faults(`sources,start\n${'/a,"so\non\u202e"\n'.repeat(200)}`);
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe('line 1: 100 more faults are not listed');
    for (const line of lines) expect(line).not.toMatch(/[\n\u202e]/);
  });

  test('no bytes make it throw', () => {
    holds(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parse(bytes)));
    const cell = fc.constantFrom('sources', 'start', '"', '/a', ',', ';', '\n', '\r', '|', '{x}', '__proto__', '\\');
    holds(fc.property(fc.array(cell), (cells) => void parse(cells.join(''))));
  });
});

test('columns are called as the values in folder templates, and README lists each', () => {
  expect(COLUMN_NAMES).toEqual(expect.arrayContaining([...TEMPLATE_KEYS]));
  const readme = readText('README.md');
  expect(COLUMN_NAMES.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
