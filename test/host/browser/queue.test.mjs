import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWindow } from '../support/openWindow.mjs';

/** A name that would be an icon, a link and two lines where it is not shown as text. */
const HOSTILE = '$(pass) [x](command:quit).txt';

/** @param {import('../../../scripts/workbench/workbench.mjs').Workbench} workbench @param {string} name */
async function shot(workbench, name) {
  await workbench.screenshot(`/tmp/wtq-shots/${name}.png`);
}

/** @param {string} destination */
function payload(destination) {
  return readdirSync(destination).filter((name) => name !== 'evidence-records');
}

/**
 * Right-clicks and adds to the queue, as a person does.
 *
 * @param {Awaited<ReturnType<typeof openWindow>>} window
 * @param {string} name
 */
async function addByHand({ workbench, workspace }, name) {
  await workbench.page.locator('.activitybar .action-item a[aria-label^="Explorer"]').click();
  await workbench.explorer.contextMenu(name, 'Add to Batch Queue…');
  await workbench.quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await workbench.queue.row(name).waitFor();
}

test('U2: jobs are added, put in order, started, and show what became of them', async () => {
  const window = await openWindow();
  const { workbench, workspace } = window;
  const { queue } = workbench;
  for (const name of ['a.txt', 'b.txt', HOSTILE]) writeFileSync(join(workspace.folder, name), name);
  // What is there already lets a job fail.
  writeFileSync(join(workspace.destination, 'b.txt'), 'old');
  await workbench.reload();
  await queue.open();
  await expect.poll(() => queue.welcome()).toContain('Copies you start or plan appear here');
  await shot(workbench, 'welcome');
  for (const name of ['a.txt', 'b.txt', HOSTILE, 'case']) await addByHand(window, name);
  await expect.poll(() => queue.message()).toBe('The queue is not started.');
  expect(await queue.rows()).toEqual([
    'a.txt first, waits for the start',
    'b.txt number 2 in the queue',
    `${HOSTILE} number 3 in the queue`,
    'case number 4 in the queue',
  ]);
  expect(payload(workspace.destination)).toEqual(['b.txt']);

  await queue.drag('case', 'a.txt');
  await expect.poll(() => queue.rows()).toContain('case first, waits for the start');
  await queue.contextMenu('b.txt', 'Move Up');
  await expect
    .poll(async () => (await queue.rows()).map((row) => row.split(' ')[0]))
    .toEqual(['case', 'b.txt', 'a.txt', '$(pass)']);
  await shot(workbench, 'waiting');

  await queue.clickTitle('Start Queue');
  const notification = await workbench.notifications.waitFor('BATCH NOT COMPLETE: 1 of 4 copies FAILED', {
    timeout: 60_000,
  });
  expect(await notification.severity()).toBe('error');
  expect(await workbench.notifications.messages()).toHaveLength(1);
  await expect.poll(() => queue.message()).toBe('');
  await expect
    .poll(() => queue.rows(), { timeout: 30_000 })
    .toEqual([
      expect.stringContaining(`${HOSTILE} 1 item copied`),
      'a.txt 1 item copied · grade readBack',
      'b.txt COPY FAILED',
      expect.stringMatching(/^case \d+ items copied · grade readBack/),
    ]);
  expect(payload(workspace.destination).sort()).toEqual([HOSTILE, 'a.txt', 'b.txt', 'case']);
  await queue.expand('b.txt');
  await queue.expand('Failures');
  await expect
    .poll(() => queue.rows())
    .toContainEqual(expect.stringContaining('Something with this name is already at the destination'));
  await shot(workbench, 'ended');

  await queue.clickTitle('Clear Finished');
  await expect.poll(() => queue.rows()).toEqual([]);
});
