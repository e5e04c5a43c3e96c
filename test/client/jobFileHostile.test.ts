import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseJobFile } from '../../src/client/jobFile/jobFile';
import { faultLine } from '../../src/client/jobFile/jobFileFault';
import { readJobFile } from '../../src/client/jobFile/readJobFile';
import { scratchFolder } from '../support/scratch';

/** Every fault as a line; none where the file is sound. */
function linesOf(content: string | Uint8Array): string[] {
  const read = parseJobFile(Buffer.from(content), '/jobs');
  return 'faults' in read ? read.faults.map(faultLine) : [];
}

const REST = '"sources":["a"],"destinations":["b"]';

describe('refused whole', () => {
  test.each<[string, string | Uint8Array, string[]]>([
    ['nothing', '', ['line 1: job file: is empty; expected a job']],
    ['blanks', ' \n ', ['line 1: job file: is empty; expected a job']],
    ['a list', '[]', ['line 1: job file: found an empty list, expected an object with sources and destinations']],
    ['null', 'null', ['line 1: job file: found null, expected an object with sources and destinations']],
    [
      'no sources, no destinations',
      '{\n}',
      [
        'line 1: sources: is missing; expected a list of 1 to 10000 paths',
        'line 1: destinations: is missing; expected a list of 1 to 8 paths',
      ],
    ],
    [
      'empty lists',
      '{\n"sources":[],\n"destinations":[]}',
      [
        'line 2: sources: found an empty list, expected a list of 1 to 10000 paths',
        'line 3: destinations: found an empty list, expected a list of 1 to 8 paths',
      ],
    ],
    [
      'a path instead of a list',
      '{"sources":"a","destinations":["b"]}',
      ['line 1: sources: found "a", expected a list'],
    ],
    [
      'a path that is none',
      '{"sources":[1,"","a\\u0000b",null,"\\ud800"],"destinations":[{}]}',
      [
        'line 1: sources[0]: found 1, expected a path',
        'line 1: sources[1]: found "", expected a path',
        'line 1: sources[2]: holds a NUL character',
        'line 1: sources[3]: found null, expected a path',
        'line 1: sources[4]: holds half a character',
        'line 1: destinations[0]: found an object, expected a path',
      ],
    ],
    [
      'too many destinations',
      `{"sources":["a"],"destinations":${JSON.stringify([...'123456789'])}}`,
      ['line 1: destinations: found a list, expected a list of 1 to 8 paths'],
    ],
    [
      'an unknown key',
      `{${REST},\n"onItemErrors":"stop"}`,
      ['line 2: onItemErrors: is no key of a job file here; check its spelling'],
    ],
    [
      'unknown keys further in',
      `{${REST},"caseData":{"recorder":{"maker":"x"},"case":1}}`,
      ['line 1: caseData.recorder.maker: is no key', 'line 1: caseData.case: is no key'],
    ],
    ['__proto__', `{${REST},"__proto__":{"dest":"/etc"}}`, ['line 1: __proto__: is no key of a job file']],
    ['__proto__ by an escape', `{${REST},"\\u005f_proto__":{}}`, ['line 1: __proto__: is no key of a job file']],
    [
      '__proto__ further in',
      `{${REST},"caseData":{"__proto__":{"notes":"x"}}}`,
      ['line 1: caseData.__proto__: is no key of a job file'],
    ],
    [
      'constructor',
      `{${REST},"constructor":{"prototype":{"x":1}}}`,
      ['line 1: constructor: is no key', 'line 1: constructor.prototype: is no key'],
    ],
    ['a key twice', `{${REST},\n"sources":["/etc"]}`, ['line 2: sources: stands twice; expected once']],
    [
      'a key twice by an escape',
      `{${REST},"\\u0073ources":["/etc"]}`,
      ['line 1: sources: stands twice; expected once'],
    ],
    [
      'a key twice further in',
      `{${REST},"caseData":{"notes":"a",\n\n"notes":"b"}}`,
      ['line 3: caseData.notes: stands twice; expected once'],
    ],
    ['a comment', `{${REST}} // hello`, ['line 1: job file: comments are not allowed']],
    ['a comma too many', `{${REST},}`, ['line 1: job file: a key in double quotes is expected here']],
    ['a comma too few', '{\n"sources":["a"]\n"destinations":["b"]}', ['line 3: job file: a comma is expected here']],
    ['single quotes', "{'sources':['a']}", ['line 1: job file: this word has no meaning in JSON']],
    ['something after it', `{${REST}}\n{}`, ['line 2: job file: there is something after the end of the job']],
    ['cut off', '{"sources":["a"', ['line 1: job file: a closing bracket ] is missing']],
    [
      'a text that is not closed',
      '{"sources":["a]}',
      ['line 1: job file: the closing double quotes of a text are missing'],
    ],
    [
      'a path of Windows, not escaped',
      '{"sources":["C:\\export"]}',
      ['line 1: job file: there is no such escape in JSON; a backslash in a text is written \\\\'],
    ],
    [
      'a line break in a text',
      '{"sources":["a\nb"]}',
      ['line 1: job file: the closing double quotes', 'line 2: job file: '],
    ],
    [
      'a control character in a text',
      '{"sources":["a\u0001b"]}',
      ['line 1: job file: a control character stands in a text'],
    ],
    ['NaN', `{${REST},"bufferSizeKB":NaN}`, ['line 1: job file: this word has no meaning in JSON']],
    [
      'bytes that are not UTF-8',
      Buffer.from('{\n"sources":["\xff"]}', 'latin1'),
      ['line 2: job file: is not UTF-8 text'],
    ],
    ['UTF-16', Buffer.from(`\ufeff{${REST}}`, 'utf16le'), ['line 1: job file: is not UTF-8 text']],
    ['more than 1 MiB', `{${REST}${' '.repeat(1024 * 1024)}}`, ['line 1: job file: has more than 1048576 bytes']],
    ['lists without end', '['.repeat(1024 * 1024), ['line 1: job file: lists or objects lie more than 16 deep']],
    ['objects without end', '{"a":'.repeat(100_000), ['line 1: job file: lists or objects lie more than 16 deep']],
    [
      'lists deep inside',
      `{${REST},"caseData":${'['.repeat(20)}${']'.repeat(20)}}`,
      ['line 1: job file: lists or objects lie more than 16 deep'],
    ],
    [
      'wrong types',
      `{${REST},\n"requireGrade":"yes",\n"useBufferReuse":1,\n"bufferSizeKB":"64",\n"label":7,\n"caseData":"x"}`,
      [
        'line 2: requireGrade: found "yes", expected true or false',
        'line 3: useBufferReuse: found 1, expected true or false',
        'line 4: bufferSizeKB: found "64", expected a whole number of KiB',
        'line 5: label: found 7, expected text on one line, 1 to 200 characters',
        'line 6: caseData: found "x", expected an object with case data',
      ],
    ],
    [
      'half a KiB',
      `{${REST},"bufferSizeKB":64.5}`,
      ['line 1: bufferSizeKB: found 64.5, expected a whole number of KiB'],
    ],
    [
      'a label of two lines',
      `{${REST},"label":"a\\nb"}`,
      ['line 1: label: found "a\\x0Ab", expected text on one line'],
    ],
    [
      'an unknown choice',
      `{${REST},"conflict":"merge"}`,
      ['line 1: conflict: found "merge", expected one of fail, skipIdentical, rename, overwrite'],
    ],
    [
      'no digest',
      `{${REST},"hashAlgorithms":[]}`,
      ['line 1: hashAlgorithms: found an empty list, expected a list of digests'],
    ],
    [
      'a digest twice',
      `{${REST},"hashAlgorithms":["sha256","sha256"]}`,
      ['line 1: hashAlgorithms: found a list, expected a list of digests, each once, with sha256 or sha512'],
    ],
    [
      'digests that can be forged, alone',
      `{${REST},"hashAlgorithms":["md5","sha1"]}`,
      ['line 1: hashAlgorithms: found a list, expected a list of digests, each once, with sha256 or sha512'],
    ],
    [
      'a template that leaves',
      `{${REST},"folderTemplate":"../{label}"}`,
      ['line 1: folderTemplate: The folder template may not hold ..:'],
    ],
    [
      'a template that needs what is not there',
      `{${REST},"folderTemplate":"{caseNumber} {location}","caseData":{"location":"x"}}`,
      [
        'line 1: folderTemplate: The folder template needs {caseNumber}, which this job does not have: give caseData.caseNumber',
      ],
    ],
    [
      'a template and something else',
      `{${REST},"folderTemplate":"{caseNumber}","zip":1}`,
      ['line 1: folderTemplate: The folder template needs', 'line 1: zip: found 1'],
    ],
    ['a message that steers a terminal', `{${REST},"\\u001b[2J\\u202e":1}`, ['line 1: \\x1B[2J\\u{202E}: is no key']],
  ])('%s', (_, content, expected) => {
    const lines = linesOf(content);
    expect(lines).toHaveLength(expected.length);
    for (const [index, text] of expected.entries()) expect(lines[index]).toContain(text);
    for (const line of lines) expect(line).toMatch(/^line \d+: [^\p{Cc}]+$/u);
  });
});

test('JavaScript itself stays as it was', () => {
  linesOf(`{${REST},"__proto__":{"polluted":1},"caseData":{"__proto__":{"polluted":1}}}`);
  linesOf(`{${REST},"constructor":{"prototype":{"polluted":1}}}`);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

describe('faults without end are counted, and found in no time', () => {
  const many = (count: number, item: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => item(index)).join(',');
  test.each([
    ['values', `{"sources":[${many(5001, () => '0')}],"destinations":["b"]}`, 4901],
    ['keys', `{${REST},${many(60_000, (index) => `"a${index}":1`)}}`, 59_900],
    ['keys twice', `{${REST},${many(100_000, () => '"a":1')}}`, 99_899],
    ['keys of JavaScript', `{${REST},${many(50_000, () => '"__proto__":1')}}`, 49_900],
  ])('%s', { timeout: 5000 }, (_, content, left) => {
    const lines = linesOf(content);
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe(`line 1: job file: ${left} more faults are not listed`);
  });
});

test('lines are counted as editors do', () => {
  expect(linesOf('{\r\n"sources":["a"],\r"destinations":["b"],\n"x":1}')).toEqual([
    'line 4: x: is no key of a job file here; check its spelling',
  ]);
});

describe('what is no job file', () => {
  const linesAt = async (path: string) => {
    const read = await readJobFile(path);
    return 'faults' in read ? read.faults.map(faultLine) : [];
  };

  test('does not exist', async () => {
    expect(await linesAt(join(scratchFolder(), 'none'))).toEqual(['line 1: job file: does not exist; check the path']);
  });

  test('is a folder, a pipe or a device', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'folder'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const path of [join(folder, 'folder'), join(folder, 'pipe'), '/dev/zero']) {
      expect(await linesAt(path)).toEqual(['line 1: job file: is no file; check the path']);
    }
  });

  test('is too large: no more of it is read than it takes to know', async () => {
    const path = join(scratchFolder(), 'large');
    writeFileSync(path, Buffer.alloc(2 * 1024 * 1024, ' '));
    expect(await linesAt(path)).toEqual([expect.stringContaining('has more than 1048576 bytes')]);
  });
});
