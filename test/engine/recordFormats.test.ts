import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJobFile } from '../../src/client/jobFile/jobFile';
import { csvText } from '../../src/engine/records/filesCsv';
import { flipByte } from '../support/flipByte';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree, type TreeLiteral } from '../support/tree';

const HASHDEEP = spawnSync('hashdeep', ['-V']).status === 0;
if (!HASHDEEP && process.env['REQUIRE_FAULTS'] === '1') throw new Error('hashdeep is not installed');

const NAMES: TreeLiteral = {
  '=1+1': 'formula',
  '@SUM(A1)': 'formula 2',
  'comma, "quote"': 'x',
  'back\\slash': 'y',
  '<img src=x onerror=alert(1)>': 'z',
  '\udcff': 'no UTF-8',
  'line\nfeed': 'left out of hashdeep',
  ' blank ': '',
  '-c': 'an option',
  '#comment': 'c',
  'carriage\rreturn': 'cr',
  'emoji 💀': 'e',
  deep: { er: { x: 'x' } },
};

async function copyNames(algorithms: ('sha256' | 'md5' | 'sha1' | 'sha512')[] = ['sha256', 'md5']) {
  const root = scratchFolder();
  makeTree(root, { source: NAMES });
  const out = join(root, 'out');
  const request = requestFor([join(root, 'source')], out, { hashAlgorithms: algorithms });
  const { summary } = await runEngine(request);
  const record = (name: string) => join(summary.recordsDir ?? '', name);
  return { root, out, request, record };
}

function hashdeep(list: string, cwd: string, ...more: string[]) {
  return spawnSync('hashdeep', [...more, '-r', '-l', '-a', '-k', list, './source'], { cwd, encoding: 'latin1' });
}

test.skipIf(!HASHDEEP)(
  'R1: hashdeep accepts its list, and finds what was changed, removed and added (needs hashdeep)',
  async () => {
    const { out, record } = await copyNames();
    const list = record('hashdeep.txt');
    expect(readFileSync(list, 'latin1')).toContain('## Left out, a line feed in the name: 1 files');
    rmSync(join(out, 'source', 'line\nfeed'));
    expect(hashdeep(list, out)).toMatchObject({ status: 0 });

    writeFileSync(join(out, 'source', 'new'), 'new');
    expect(hashdeep(list, out).status).not.toBe(0);
    rmSync(join(out, 'source', 'new'));
    expect(hashdeep(list, out).status).toBe(0);

    const formula = join(out, 'source', '=1+1');
    const content = readFileSync(formula);
    flipByte(formula);
    expect(hashdeep(list, out).status).not.toBe(0);
    writeFileSync(formula, content);
    expect(hashdeep(list, out).status).toBe(0);
    rmSync(formula);
    expect(hashdeep(list, out).status).not.toBe(0);
  },
);

test.skipIf(!HASHDEEP)(
  'R1: called as its list says, hashdeep takes no link for a file that was moved (needs hashdeep)',
  async () => {
    const root = scratchFolder();
    makeTree(root, { source: { file: 'content', link: link('file') } });
    const out = join(root, 'out');
    const { summary } = await runEngine(requestFor([join(root, 'source')], out));
    const list = join(summary.recordsDir ?? '', 'hashdeep.txt');
    expect(readFileSync(list, 'utf8')).toContain(': hashdeep -o f -r -l -a -k LIST NAME…');
    expect(hashdeep(list, out, '-o', 'f').status).toBe(0);
  },
);

test('R1: where no digest was taken that hashdeep knows, its list says so and lists nothing', async () => {
  const { record } = await copyNames(['sha512']);
  expect(readFileSync(record('hashdeep.txt'), 'utf8')).toBe('## No digest that hashdeep knows was taken.\n');
});

test('R6: files.csv reads back as one row for each item; no cell is a formula', async () => {
  const { record } = await copyNames();
  const [, ...rows] = parse(readFileSync(record('files.csv'))) as string[][];
  expect(rows.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      'source/=1+1',
      'source/@SUM(A1)',
      'source/comma, "quote"',
      'source/\\xFF',
      'source/line\\x0Afeed',
    ]),
  );
  expect(rows).toHaveLength(16);
  const header = readFileSync(record('files.csv'), 'utf8').split('\r\n')[0];
  expect(header).toContain('"sha256","md5"');
});

test('R6: whatever a cell holds, it reads back, and nothing a spreadsheet would compute comes first in it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (cells) => {
      const [row = []] = parse(csvText([cells]), { relax_column_count: true }) as string[][];
      expect(row).toHaveLength(cells.length);
      for (const [index, cell] of row.entries()) {
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        expect([cells[index], `'${cells[index]}`]).toContain(cell);
      }
    }),
  );
});

test('R1: job.json is a job file that asks for exactly the same job', async () => {
  const { request, record, root } = await copyNames();
  const read = parseJobFile(readFileSync(record('job.json')), root);
  expect('request' in read && read.request).toEqual(request);
});
