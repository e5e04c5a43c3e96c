import { posix, win32 } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJobFile, requestOf, type SoundJobFile } from '../../src/client/jobFile/jobFile';
import { faultLine } from '../../src/client/jobFile/jobFileFault';
import { jobPathFault, resolveJobPath } from '../../src/client/jobFile/jobFilePaths';
import { JobRequestSchema } from '../../src/engine/model/job/job';

const FOLDER = '/jobs';

/** The whole file of the contract. */
const FULL = `{
  "label": "Corner shop, camera 3",
  "caseData": { "caseNumber": "2026-0042", "exhibit": "AB/1", "examiner": "A. Example", "examinerId": "1234",
                "organisation": "…", "businessName": "Corner Shop", "location": "12 High Street",
                "start": "2026-11-03T21:55:00", "end": "2026-11-03T23:10:00",
                "recorder": { "make": "…", "model": "…", "serial": "…" }, "writeBlocker": "…",
                "recorderClock": "2026-11-10T10:04:30", "recorderZone": "Europe/Berlin",
                "referenceClock": "2026-11-10T09:00:00Z", "notes": "…" },
  "sources": ["/media/usb/export"],
  "destinations": ["/evidence"],
  "folderTemplate": "{caseNumber}/{businessName} @ {location}",
  "verification": "device", "requireGrade": false, "hashAlgorithms": ["sha256"], "useBufferReuse": true,
  "bufferSizeKB": 1024, "layout": "plain", "zip": "none", "conflict": "fail", "onItemError": "continue"
}`;

function sound(text: string | Uint8Array): SoundJobFile {
  const read = parseJobFile(Buffer.from(text), FOLDER);
  if ('faults' in read) throw new Error(read.faults.map(faultLine).join('\n'));
  return read;
}

test('the job file of the contract', () => {
  const { request, notes } = sound(FULL);
  expect(notes).toEqual([]);
  expect(request).toEqual({
    label: 'Corner shop, camera 3',
    caseData: JSON.parse(FULL).caseData,
    sources: ['/media/usb/export'],
    destinations: ['/evidence/2026-0042/Corner Shop @ 12 High Street'],
    verification: 'device',
    requireGrade: false,
    retryMismatch: true,
    hashAlgorithms: ['sha256'],
    useBufferReuse: true,
    bufferSizeKB: 1024,
    lanes: 'auto',
    layout: 'plain',
    zip: 'none',
    conflict: 'fail',
    onItemError: 'continue',
    onReadError: 'fail',
    onSourceChange: 'fail',
    records: { write: true },
  });
  expect(JobRequestSchema.parse(request)).toEqual(request);
});

test('sources and destination are enough', () => {
  expect(sound('{"sources":["export","../b/"],"destinations":["out"]}').request).toEqual({
    label: 'export',
    sources: ['/jobs/export', '/b'],
    destinations: ['/jobs/out'],
    verification: 'device',
    requireGrade: false,
    retryMismatch: true,
    hashAlgorithms: ['sha256'],
    useBufferReuse: true,
    bufferSizeKB: 1024,
    lanes: 'auto',
    layout: 'plain',
    zip: 'none',
    conflict: 'fail',
    onItemError: 'continue',
    onReadError: 'fail',
    onSourceChange: 'fail',
    records: { write: true },
  });
});

test('other choices', () => {
  const choices = {
    verification: 'stream',
    requireGrade: true,
    retryMismatch: true,
    useBufferReuse: false,
    conflict: 'rename',
    onItemError: 'stop',
  };
  const { request } = sound(JSON.stringify({ sources: ['a'], destinations: ['b'], ...choices }));
  expect(request).toMatchObject(choices);
});

test('a buffer size outside its limits is held within, and that is said', () => {
  const { request, notes } = sound('{"sources":["a"],"destinations":["b"],"bufferSizeKB":100000}');
  expect(request.bufferSizeKB).toBe(10240);
  expect(notes).toEqual(['the buffer size is held within 8 and 10240 KiB: 10240 instead of 100000.']);
});

test('a byte order mark is skipped, and positions count from after it', () => {
  expect(sound(`\ufeff${FULL}`).request).toEqual(sound(FULL).request);
  const read = parseJobFile(Buffer.from('\ufeff{"sources":[],"destinations":["b"]}'), FOLDER);
  expect('faults' in read && read.faults[0]).toMatchObject({ line: 1, column: 12, offset: 11, length: 2 });
});

test('names that are not UTF-8 are written byte by byte', () => {
  const { request } = sound('{"sources":["/media/\\udcff.jpg", "/media/\\udcc3\\udca4"],"destinations":["b"]}');
  expect(request.sources).toEqual(['/media/\udcff.jpg', '/media/ä']);
  expect(request.label).toBe('\udcff.jpg');
});

test('the root of a file system is its own label', () => {
  expect(sound('{"sources":["/"],"destinations":["b"]}').request.label).toBe('/');
});

describe('paths', () => {
  test.each([
    [posix, '/jobs', '/a/b', '/a/b'],
    [posix, '/jobs', 'a', '/jobs/a'],
    [posix, '/jobs', './C:foo', '/jobs/C:foo'],
    [posix, '/jobs', '../a/./b/', '/a/b'],
    [posix, '/jobs', 'a\\b', '/jobs/a\\b'],
    [win32, 'D:\\jobs', 'a\\b', 'D:\\jobs\\a\\b'],
    [win32, 'D:\\jobs', 'a/b', 'D:\\jobs\\a\\b'],
    [win32, 'D:\\jobs', 'C:\\x', 'C:\\x'],
    [win32, 'D:\\jobs', 'C:/x', 'C:\\x'],
    [win32, 'D:\\jobs', '\\x', 'D:\\x'],
    [win32, 'D:\\jobs', '..\\x', 'D:\\x'],
    [win32, 'D:\\jobs', '\\\\server\\share\\x', '\\\\server\\share\\x'],
  ])('%#', (path, folder, given, absolute) => {
    expect(jobPathFault(given, path)).toBeUndefined();
    expect(resolveJobPath(folder, given, path)).toBe(absolute);
  });

  test.each([
    [posix, 'C:foo', 'is a path of Windows'],
    [posix, 'C:\\foo', 'is a path of Windows'],
    [posix, 'c:/foo', 'is a path of Windows'],
    [posix, '\\\\server\\share', 'is a path of Windows'],
    [win32, 'C:foo', 'depends on the current folder of a drive'],
    [win32, 'C:', 'depends on the current folder of a drive'],
    [posix, '', 'is empty'],
    [win32, 'a\0b', 'holds a NUL character'],
    [posix, 'a\0b', 'holds a NUL character'],
    [posix, 'a\ud800b', 'holds half a character'],
    [posix, 'a\udc00b', 'holds half a character'],
  ])('refused: %#', (path, given, fault) => {
    expect(jobPathFault(given, path)).toContain(fault);
  });

  test('on Windows the folders of a template are made below the destination', () => {
    const job = { ...sound(FULL).jobFile, destinations: ['E:\\evidence'], sources: ['export'] };
    const request = requestOf(job, 'D:\\jobs', win32);
    expect(request.destinations).toEqual(['E:\\evidence\\2026-0042\\Corner Shop @ 12 High Street']);
    expect(request.sources).toEqual(['D:\\jobs\\export']);
  });
});

test('whatever is accepted is JSON by any parser, and a request that the engine takes', () =>
  fc.assert(
    fc.property(
      fc.record({
        sources: fc.array(fc.string({ unit: 'binary' })),
        destinations: fc.array(fc.string(), { maxLength: 2 }),
      }),
      fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 3 })), { maxLength: 2 }),
      (job, edits) => {
        let text = JSON.stringify(job);
        for (const [at, inserted] of edits) {
          const where = at % (text.length + 1);
          text = text.slice(0, where) + inserted + text.slice(where);
        }
        const bytes = Buffer.from(text);
        const read = parseJobFile(bytes, FOLDER);
        if ('faults' in read) {
          expect(read.faults.length).toBeGreaterThan(0);
          return;
        }
        expect(JSON.parse(bytes.toString())).toEqual(read.jobFile);
        expect(JobRequestSchema.safeParse(read.request).success).toBe(true);
      },
    ),
    { numRuns: 1000 },
  ));
