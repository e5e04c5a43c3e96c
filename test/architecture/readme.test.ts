import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandTable, keyTable, settingTable } from '../support/manifestTables';
import { REPOSITORY } from '../support/sources';

const README = join(REPOSITORY, 'README.md');

/** README with what stands between the marks of a part replaced. */
function withPart(text: string, name: string, content: string): string {
  const marks = new RegExp(`(<!-- ${name}: [^>]*-->\n)[^]*?(<!-- end of ${name} -->)`);
  expect(text).toMatch(marks);
  return text.replace(marks, (_all, start: string, end: string) => `${start}\n${content}\n\n${end}`);
}

test('the tables of README are those of the manifest (npx vitest run test/architecture/readme.test.ts -u writes them)', async () => {
  const readme = readFileSync(README, 'utf8');
  const parts = { commands: commandTable(), keys: keyTable(), settings: settingTable() };
  const current = Object.entries(parts).reduce((text, [name, table]) => withPart(text, name, table), readme);
  await expect(current).toMatchFileSnapshot(README);
});
