import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MATRIX, type MatrixRow } from '../support/faults/matrix';
import { REPOSITORY, sourcesIn } from '../support/sources';

/** A title that names rows: `row 16: …`, `E8, rows 53, 54: …`, `rows 20, 21, R8: …`. */
const TITLE = /(['"`])(?:\w+, )?rows? (\d+(?:, \d+)*)(?:, R\d+)?: ((?:(?!\1)[^\\]|\\.)+)\1/g;

interface RowTest {
  readonly file: string;
  readonly title: string;
}

/** The tests of each row, by what their titles say. */
function testsByRow(): Map<number, RowTest[]> {
  const found = new Map<number, RowTest[]>();
  const files = sourcesIn('test').filter(
    ({ path }) => path.endsWith('.test.ts') && !path.endsWith('/faultMatrix.test.ts'),
  );
  for (const { path, text } of files) {
    for (const [, , rows = '', title = ''] of text.matchAll(TITLE)) {
      for (const row of rows.split(', ').map(Number)) {
        found.set(row, [...(found.get(row) ?? []), { file: path, title: title.replaceAll('\\', '') }]);
      }
    }
  }
  return found;
}

const tests = testsByRow();

test.each(MATRIX)('row $row ($fault) has a test, or says why there is none', ({ row, untested }) => {
  expect(tests.has(row)).toBe(untested === undefined);
});

test('rows that tests name are rows of the matrix', () => {
  const known = new Set(MATRIX.map(({ row }) => row));
  expect([...tests.keys()].filter((row) => !known.has(row))).toEqual([]);
});

test('docs/fault-matrix.md is what the tests say (npx vitest run test/architecture/faultMatrix.test.ts -u writes it)', async () => {
  await expect(page()).toMatchFileSnapshot(join(REPOSITORY, 'docs', 'fault-matrix.md'));
});

function page(): string {
  return `# Faults

What goes wrong, what the engine does about it, and the tests that make it happen: real disks that fill up, real devices that
fail, real processes that are killed. This page is written by the tests, from their titles. They run with \`npm test\`; with
\`REQUIRE_FAULTS=1\` none of them is skipped.

| # | fault | what the engine does | tests |
|---|---|---|---|
${MATRIX.map(line).join('\n')}
`;
}

function line({ row, fault, behaviour, untested }: MatrixRow): string {
  const named = (tests.get(row) ?? []).map(({ file, title }) => `${cell(title)} ([\`${nameOf(file)}\`](../${file}))`);
  const result = untested === undefined ? named.join(' · ') : `*none: ${cell(untested)}*`;
  return `| ${row} | ${cell(fault)} | ${cell(behaviour)} | ${result} |`;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.test.ts'.length);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
