import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedWindow } from '../support/openWindow.mjs';

const window = sharedWindow({
  prepare: ({ folder }) => {
    for (const name of ['a.txt', 'c.txt', 'd.txt']) writeFileSync(join(folder, name), name);
    writeFileSync(join(folder, 'jobs.csv'), 'sources,destination\nc.txt,copies\nd.txt,copies\n');
  },
});

/**
 * Presses keys in the tree of the queue, as soon as it has the focus.
 *
 * @param {readonly string[]} keys
 */
async function press(...keys) {
  const { page } = window().workbench;
  await page.locator('.customview-tree .monaco-list:focus').waitFor();
  // What had the focus before still takes its keys until a timer of VS Code has run; this one is behind it.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  for (const key of keys) await page.keyboard.press(key);
}

/** The names in the rows of jobs, and what is said of them. */
const jobs = () => window().workbench.queue.rows();

test('U2: a file is dragged from the explorer onto the queue, which asks where to', async () => {
  const { workbench, workspace } = window();
  const { explorer, queue, quickInput } = workbench;
  await queue.open();
  await queue.titleMenu('Import Jobs…');
  await quickInput.choosePath(join(workspace.folder, 'jobs.csv'), 'Import');
  await expect.poll(jobs).toHaveLength(2);
  await explorer.open();
  await queue.drop(explorer.row('a.txt'));
  await expect.poll(() => quickInput.title()).toBe('Copy 1 Item to…');
  await quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await expect
    .poll(jobs)
    .toEqual(['c.txt waits for the start', 'd.txt number 2 in the queue', 'a.txt number 3 in the queue']);
  // What was added is selected: from here on only keys select.
  const selected = workbench.page.locator('.customview-tree .monaco-list-row.selected');
  await expect.poll(() => selected.allInnerTexts()).toEqual([expect.stringContaining('a.txt')]);
});

test('U2: with the keyboard alone jobs are put in order, taken out after a question, and started', async () => {
  const { workbench } = window();
  const { page, dialog, notifications } = workbench;
  await workbench.runCommand('Evidence Copy: Show Batch Queue');
  // Enter selects a row, and opens what is below it.
  await press('Home', 'Enter', 'ArrowLeft', 'Alt+ArrowDown');
  await expect.poll(async () => (await jobs())[0]).toBe('d.txt waits for the start');
  await press('Alt+ArrowUp');
  await expect.poll(async () => (await jobs())[0]).toBe('c.txt waits for the start');

  // The focus is on the last row, the selection on the first one.
  await press('End', 'Delete');
  expect(await dialog.message()).toContain('Remove the job "c.txt" from the queue?');
  await dialog.answer('Cancel');
  expect(await jobs()).toHaveLength(3);
  await press('End', 'Enter', 'ArrowLeft', 'Delete');
  expect(await dialog.message()).toContain('Remove the job "a.txt" from the queue?');
  await page.keyboard.press('Enter');
  await expect.poll(jobs).toHaveLength(2);

  await press('Home', 'Shift+F10');
  const menu = page.locator('.monaco-menu');
  await menu.waitFor();
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'hidden' });
  await press('Control+Enter');
  await notifications.waitFor('Batch complete: 2 jobs.');
});
