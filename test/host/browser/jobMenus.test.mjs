import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedWindow } from '../support/openWindow.mjs';

// Every action that a job in the queue offers, clicked in one window: a job that runs, is stopped, and ends.

const window = sharedWindow({
  prepare: ({ folder }) => {
    writeFileSync(join(folder, 'note.txt'), 'note');
    writeFileSync(join(folder, 'recorder.dd'), '');
    // All holes: it takes no room, and longer to read than a test.
    truncateSync(join(folder, 'recorder.dd'), 200 * 2 ** 30);
  },
});

/** @param {string} name */
async function copyAtOnce(name) {
  const { workbench, workspace } = window();
  await workbench.explorer.open();
  await workbench.explorer.contextMenu(name, 'Copy with Verification…');
  await workbench.quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await workbench.queue.open();
}

/** @param {RegExp} state */
async function topmostRow(state) {
  await expect.poll(async () => (await window().workbench.queue.rows())[0]).toMatch(state);
}

test('U2: the running job is shown in place', async () => {
  const { queue } = window().workbench;
  await copyAtOnce('recorder.dd');
  await topmostRow(/^recorder\.dd \d+% · .*B\/s/);
  await queue.expand('recorder.dd');
  const labels = async () => (await queue.rows()).map((row) => row.split(' ')[0]);
  await expect.poll(labels).toEqual(['recorder.dd', 'Phase', 'Amount', 'Items', 'Sources', 'Destination']);
  const before = await queue.rows();
  // Only what changed is drawn anew: the row stays open while its numbers change.
  await expect.poll(() => queue.rows()).not.toEqual(before);
  expect(await queue.rows()).toHaveLength(before.length);
});

test('U2: it is paused and goes on, by its row and by the title of the queue', async () => {
  const { queue } = window().workbench;
  await queue.clickTitle('Pause Job');
  await topmostRow(/^recorder\.dd \d+% · Paused/);
  await expect.poll(() => queue.message()).toBe('Paused. Nothing is copied until you resume the job.');
  await queue.contextMenu('recorder.dd', 'Resume Paused Job');
  await topmostRow(/B\/s/);
  await queue.contextMenu('recorder.dd', 'Pause Job');
  await topmostRow(/Paused/);
  await queue.clickTitle('Resume Paused Job');
  await topmostRow(/B\/s/);
});

test('U2, B2: all jobs are cancelled; the job is resumed, cancelled for good, and tried anew', async () => {
  const { workbench, workspace } = window();
  const { queue, dialog } = workbench;
  const staging = () => readdirSync(workspace.destination).filter((name) => name.startsWith('INCOMPLETE-'));
  await queue.titleMenu('Cancel All Jobs…');
  expect(await dialog.message()).toContain('Cancel the job "recorder.dd"?');
  await dialog.answer('Keep for Resume');
  await topmostRow(/^recorder\.dd JOB CANCELLED/);
  const kept = staging();
  expect(kept).toHaveLength(1);

  await queue.contextMenu('recorder.dd', 'Resume Job');
  await topmostRow(/B\/s/);
  expect(staging()).toEqual(kept);
  await queue.contextMenu('recorder.dd', 'Cancel Job…');
  await dialog.answer('Remove');
  await topmostRow(/^recorder\.dd JOB CANCELLED/);
  expect(staging()).toEqual([]);

  await queue.contextMenu('recorder.dd', 'Retry Job');
  await topmostRow(/B\/s/);
  await queue.contextMenu('recorder.dd', 'Cancel Job…');
  await dialog.answer('Remove');
  await topmostRow(/^recorder\.dd JOB CANCELLED/);
  expect(readdirSync(workspace.destination).filter((name) => name !== 'evidence-records')).toEqual([]);
  await queue.contextMenu('recorder.dd', 'Remove from Queue');
  await expect.poll(() => queue.rows()).toEqual([]);
});

test('U2: of a job that ended: its report, its folder, the log, the same copy again, and out of the queue', async () => {
  const { workbench, workspace } = window();
  const { page, queue, notifications, explorer } = workbench;
  await copyAtOnce('note.txt');
  await topmostRow(/^note\.txt 1 item copied/);
  await queue.contextMenu('note.txt', 'Open Report');
  const report = page.frameLocator('iframe.webview').frameLocator('#active-frame');
  await report.locator('.verdict').waitFor();
  await queue.contextMenu('note.txt', 'Open Report in Browser');
  // The browser of this window is not on the machine that has the file.
  await (await notifications.waitFor('A browser cannot reach this report from here.')).dismiss();
  await queue.contextMenu('note.txt', 'Show Log');
  await expect.poll(() => workbench.outputChannel()).toBe('Evidence Copy');

  await queue.contextMenu('note.txt', 'Show in Folder');
  await page.locator('.explorer-folders-view .selected[aria-level="2"]', { hasText: 'note.txt' }).waitFor();
  expect(await explorer.names()).toContain('evidence-records');
  await queue.open();
  await queue.contextMenu('note.txt', 'Copy Again');
  // The name is taken now, by the copy itself.
  await topmostRow(/^note\.txt JOB FAILED/);
  expect(readFileSync(join(workspace.destination, 'note.txt'), 'utf8')).toBe('note');
  await queue.contextMenu('note.txt', 'Remove from Queue');
  await topmostRow(/^note\.txt 1 item copied/);
  expect(existsSync(join(workspace.destination, 'note.txt'))).toBe(true);
});
