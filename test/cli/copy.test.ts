import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary, runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';

test('one file, one read of the source, none of the destination with `stream`', async () => {
  const folder = scratchFolder();
  const source = join(folder, 'a.bin');
  writeFileSync(source, Buffer.alloc(3_000_000, 'evidence'));
  const { status, stdout } = await runCli([
    'copy',
    source,
    '--to',
    join(folder, 'out'),
    '--verification',
    'stream',
    '--json',
  ]);
  expect(status).toBe(0);
  expect(jobSummary(stdout)).toMatchObject({
    status: 'complete',
    grade: 'stream',
    sourceReads: 1,
    destinationReads: 0,
    readsSaved: 2,
  });
  expect(readFileSync(join(folder, 'out', 'a.bin')).equals(readFileSync(source))).toBe(true);
});
