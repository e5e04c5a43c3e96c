import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandTitle } from '../support/commandTitle.mjs';
import { sharedWindow } from '../support/openWindow.mjs';

const window = sharedWindow({
  prepare: ({ folder, destination }) => {
    const good = { label: 'from a file', caseData: { caseNumber: '7' }, sources: ['case'], destinations: ['copies'] };
    const two = { label: 'to two', sources: ['case'], destinations: ['copies', 'second'], verification: 'readBack' };
    writeFileSync(join(folder, 'good.evidence-job.json'), JSON.stringify(good));
    writeFileSync(join(folder, 'two.evidence-job.json'), JSON.stringify(two));
    writeFileSync(join(folder, 'bad.evidence-job.json'), '{\n  "sources": ["case"],\n  "destinations": []\n}\n');
    // What is there already lets the jobs fail.
    writeFileSync(join(destination, 'case'), 'in the way');
  },
});

test('U9: job files are run from the explorer; faults are under Problems; a failure shows its file', async () => {
  const { workbench, workspace } = window();
  const { explorer, notifications, queue, page } = workbench;
  await explorer.contextMenu('bad.evidence-job.json', 'Queue Job File');
  const refusal = await notifications.waitFor('Nothing was queued. "bad.evidence-job.json", line 3: destinations:');
  expect(await refusal.severity()).toBe('error');
  await refusal.click('Show Problems');
  const problems = page.locator('.markers-panel .monaco-list-row');
  await problems.filter({ hasText: 'found an empty list' }).waitFor();
  // The editor knows the schema of job files, too.
  await problems.filter({ hasText: 'Array has too few items' }).waitFor();

  await explorer.contextMenu('good.evidence-job.json', 'Run Job File');
  await notifications.waitFor('JOB FAILED');
  await expect.poll(() => queue.rows()).toEqual(['from a file JOB FAILED']);
  expect(readFileSync(join(workspace.destination, 'case'), 'utf8')).toBe('in the way');
  await queue.expand('from a file');
  await queue.expand('Failures');
  await queue.row('case').click();
  // Not the source, but what is in the way.
  const inTheWay = page.locator('.explorer-folders-view .selected[aria-level="2"]', { hasText: 'case' });
  await inTheWay.waitFor();
  await queue.open();
  await queue.contextMenu('case', commandTitle('showFailure'));
  await inTheWay.waitFor();
});

test('B11: a job file with two destinations; the queue tells how the job ended at each', async () => {
  const { workbench, workspace } = window();
  const { explorer, queue } = workbench;
  await explorer.open();
  await explorer.contextMenu('two.evidence-job.json', 'Run Job File');
  await expect.poll(async () => (await queue.rows())[0]).toBe('to two JOB FAILED');
  const copied = join(workspace.folder, 'second', 'case');
  expect(readdirSync(copied)).toEqual(readdirSync(workspace.source));
  expect(readFileSync(join(workspace.destination, 'case'), 'utf8')).toBe('in the way');
  await queue.expand('to two');
  const ends = [expect.stringMatching(/copies JOB FAILED$/), expect.stringMatching(/second \d+ items copied/)];
  await expect.poll(() => queue.rows()).toEqual(expect.arrayContaining(ends));
});
