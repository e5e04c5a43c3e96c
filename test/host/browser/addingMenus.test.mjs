import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedWindow } from '../support/openWindow.mjs';

// Every way by which jobs come into the queue, and what can be done with those that wait, in one window.

const JOB_FILE = 'shop.evidence-job.json';

const window = sharedWindow({
  prepare: ({ folder }) => {
    for (const name of ['a.txt', 'b.txt', 'c.txt']) writeFileSync(join(folder, name), name);
    writeFileSync(join(folder, 'jobs.csv'), 'sources,destination\nb.txt,copies\nc.txt,copies\n');
    writeFileSync(
      join(folder, JOB_FILE),
      JSON.stringify({ label: 'from a job file', sources: ['a.txt'], destinations: ['copies'] }),
    );
  },
});

/** Labels of the rows in the queue. */
async function jobs() {
  const rows = await window().workbench.queue.rows();
  return rows.map((row) => row.replace(/ (waits for the start|number \d+ in the queue)$/, ''));
}

test('U2: the title of the queue adds what is chosen, and the rows of a table; the form begins there and in the explorer', async () => {
  const { workbench, workspace } = window();
  const { queue, quickInput, explorer } = workbench;
  await explorer.contextMenu('case', 'New Evidence Job…');
  // What was right-clicked is the source.
  await expect.poll(() => quickInput.title()).toBe('New Evidence Job: Destinations (2/8)');
  await quickInput.cancel();

  await queue.open();
  await queue.clickTitle('New Evidence Job…');
  await expect.poll(() => quickInput.title()).toMatch(/^New Evidence Job/);
  await quickInput.cancel();
  await queue.clickTitle('Add to Batch Queue…');
  await quickInput.pick('Files…');
  await quickInput.choosePath(join(workspace.folder, 'a.txt'), 'Select');
  await quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await expect.poll(jobs).toEqual(['a.txt']);
  await queue.titleMenu('Import Jobs…');
  await quickInput.choosePath(join(workspace.folder, 'jobs.csv'), 'Import');
  await expect.poll(jobs).toEqual(['a.txt', 'b.txt', 'c.txt']);
});

test('U2, U9: jobs that wait are moved, taken out, and written down', async () => {
  const { workbench, workspace } = window();
  const { page, queue, quickInput } = workbench;
  await queue.contextMenu('a.txt', 'Move Down');
  await expect.poll(jobs).toEqual(['b.txt', 'a.txt', 'c.txt']);
  await queue.contextMenu('b.txt', 'Remove from Queue');
  await expect.poll(jobs).toEqual(['a.txt', 'c.txt']);

  const saved = join(workspace.folder, 'saved.evidence-job.json');
  await queue.contextMenu('a.txt', 'Save as Job File…');
  await quickInput.choosePath(saved, 'OK');
  await page.locator('.tab[data-resource-name="saved.evidence-job.json"]').waitFor();
  expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ sources: [join(workspace.folder, 'a.txt')] });

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await queue.contextMenu('c.txt', 'Copy as Command Line');
  await page.locator('.statusbar-item', { hasText: 'The command line is on the clipboard' }).waitFor();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  expect(line).toContain(`cli.js copy ${join(workspace.folder, 'c.txt')} --to ${workspace.destination}`);
});

test('U2, U9: editors queue and run job files, their tabs copy and queue the file', async () => {
  const { workbench, workspace } = window();
  const { queue, quickInput, explorer, notifications } = workbench;
  await explorer.open();
  await explorer.row(JOB_FILE).dblclick();
  await workbench.clickEditorTitle('Queue Job File');
  await expect.poll(jobs).toEqual(['a.txt', 'c.txt', 'from a job file']);
  await workbench.clickEditorTitle('Run Job File');
  await (await notifications.waitFor('"from a job file": 1 item copied')).dismiss();
  expect(readFileSync(join(workspace.destination, 'a.txt'), 'utf8')).toBe('a.txt');

  await workbench.tabContextMenu(JOB_FILE, 'Add to Batch Queue…');
  await quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await expect.poll(jobs).toContain(JOB_FILE);
  await workbench.tabContextMenu(JOB_FILE, 'Copy with Verification…');
  await quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await (await notifications.waitFor(`"${JOB_FILE}": 1 item copied`)).dismiss();
  expect(existsSync(join(workspace.destination, JOB_FILE))).toBe(true);
  await expect.poll(() => queue.rows()).toHaveLength(6);
});

test('U2: the queue is emptied; its title shows the log', async () => {
  const { queue, dialog } = window().workbench;
  await queue.open();
  await queue.titleMenu('Cancel All Jobs…');
  expect(await dialog.message()).toContain('Empty the queue (4 waiting)?');
  await dialog.answer('Empty Queue');
  await expect
    .poll(jobs)
    .toEqual([
      expect.stringMatching(/^shop\.evidence.* 1 item copied/),
      expect.stringMatching(/^from a job file 1 item copied/),
    ]);
  await queue.titleMenu('Show Log');
  await expect.poll(() => window().workbench.outputChannel()).toBe('Evidence Copy');
});
