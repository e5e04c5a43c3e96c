import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import type { RecordFile } from '../../src/engine/journal/custodyEvent';
import { CustodyLog } from '../../src/engine/journal/custodyLog';
import { checkSeal, recordOf, writeSeal } from '../../src/engine/journal/seal';
import { summary } from '../extension/support/jobs';
import { scratchFolder } from '../support/scratch';

/** A folder of records as an attempt leaves it. */
function sealedRecords() {
  const path = scratchFolder();
  writeFileSync(join(path, 'report.json'), '{"items": []}\n');
  writeFileSync(join(path, 'manifest-sha256.txt'), 'ab  a\n');
  const folder = nodeFileSystem.openFolder(path);
  onTestFinished(() => folder.close());
  const records = ['report.json', 'manifest-sha256.txt'].map((name) => recordOf(folder, name) as RecordFile);
  const custody = CustodyLog.create(folder);
  custody.append({ event: 'copied' });
  custody.append({ event: 'recordsWritten', folder: path, records });
  custody.append({ event: 'jobFinished', summary: summary({}) });
  custody.sync();
  custody.close();
  writeSeal(folder, { jobId: 'job', attempt: 1, custody: custody.head, records });
  const found = () => checkSeal(folder).findings.map(({ name, what }) => `${name} ${what}`);
  return { path, folder, found };
}

describe('R2: the seal', () => {
  test('of records that nobody touched holds', () => {
    const { folder, found } = sealedRecords();
    expect(found()).toEqual([]);
    expect(checkSeal(folder).seal).toMatchObject({ jobId: 'job', attempt: 1, custody: { entries: 3 } });
  });

  test('tells of a record that was changed, removed or added', () => {
    const { path, found } = sealedRecords();
    appendFileSync(join(path, 'report.json'), ' ');
    expect(found()).toEqual(['report.json changed']);
    rmSync(join(path, 'manifest-sha256.txt'));
    writeFileSync(join(path, 'new.txt'), '');
    expect(found()).toEqual(['report.json changed', 'manifest-sha256.txt missing', 'new.txt unlisted']);
  });

  test('tells of a custody log whose tail was cut, torn, changed or continued, or that is gone', () => {
    const { path, found } = sealedRecords();
    const log = join(path, 'custody.jsonl');
    const bytes = readFileSync(log);
    const lines = bytes.toString().split('\n');
    truncateSync(log, `${lines[0]}\n${lines[1]}\n`.length);
    expect(found()).toEqual(['custody.jsonl changed', 'custody.jsonl changed']);
    truncateSync(log, `${lines[0]}\n${lines[1]}\n`.length - 1);
    expect(found()[0]).toBe('custody.jsonl damaged');
    writeFileSync(log, bytes.toString().replace('"copied"', '"validated"'));
    expect(found()).toEqual(['custody.jsonl damaged']);
    writeFileSync(log, bytes.toString().replace('"label":', '"label" :'));
    expect(found()).toContain('custody.jsonl changed');
    rmSync(log);
    expect(found()).toEqual(['custody.jsonl missing']);
  });

  test.each([
    ['no JSON', '{'],
    ['another format', '{"format":"other"}'],
    ['more than a seal says', '{"format":"evidence-copy seal","formatVersion":1,"more":1}'],
  ])('that is %s is no seal', (_, text) => {
    const { path, folder, found } = sealedRecords();
    writeFileSync(join(path, 'seal.json'), text);
    expect(found()).toEqual(['seal.json damaged']);
    expect(checkSeal(folder).seal).toBeUndefined();
  });
});
