import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addToQueue } from '../support/addToQueue.mjs';
import { openWindow } from '../support/openWindow.mjs';

/** A name that would be an icon, a link and two lines where it is not shown as text. */
const HOSTILE = '$(pass) [x](command:a)';

/** @param {string} destination */
function payload(destination) {
  return readdirSync(destination).filter((name) => name !== 'evidence-records');
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
  await expect.poll(() => queue.welcome()).toContain('Jobs you start or plan appear here');
  for (const name of ['a.txt', 'b.txt', HOSTILE, 'case']) await addToQueue(window, name);
  await expect.poll(() => queue.message()).toMatch(/^The queue is not started\./);
  expect(await queue.rows()).toEqual([
    'a.txt waits for the start',
    'b.txt number 2 in the queue',
    `${HOSTILE} number 3 in the queue`,
    'case number 4 in the queue',
  ]);
  expect(payload(workspace.destination)).toEqual(['b.txt']);

  await queue.drag('case', 'a.txt');
  await expect.poll(() => queue.rows()).toContain('case waits for the start');
  await queue.contextMenu('b.txt', 'Move Up');
  await expect
    .poll(async () => (await queue.rows()).map((row) => row.split(' ')[0]))
    .toEqual(['case', 'b.txt', 'a.txt', '$(pass)']);

  await queue.clickTitle('Start Queue');
  const notification = await workbench.notifications.waitFor('BATCH NOT COMPLETE: 1 of 4 jobs FAILED', {
    timeout: 60_000,
  });
  expect(await notification.severity()).toBe('error');
  // The end, and what is told at a person's first batch.
  expect(await workbench.notifications.messages()).toHaveLength(2);
  await expect.poll(() => queue.message()).toBe('');
  await expect
    .poll(() => queue.rows(), { timeout: 30_000 })
    .toEqual([
      expect.stringContaining(`${HOSTILE} 1 item copied`),
      // Which grade is reached is up to the file system.
      expect.stringMatching(/^a\.txt 1 item copied · grade (device|readBack, not device)$/),
      'b.txt JOB FAILED',
      expect.stringMatching(/^case \d+ items copied · grade (device|readBack)/),
    ]);
  expect(payload(workspace.destination).sort()).toEqual([HOSTILE, 'a.txt', 'b.txt', 'case']);
  await queue.expand('b.txt');
  await queue.expand('Failures');
  await expect
    .poll(() => queue.rows())
    .toContainEqual(expect.stringContaining('Something with this name is already at the destination'));

  await queue.clickTitle('Clear Finished');
  await expect.poll(() => queue.rows()).toEqual([]);
});
