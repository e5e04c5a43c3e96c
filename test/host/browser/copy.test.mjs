import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compareTrees } from '../../../scripts/support/compareTrees.mjs';
import { openWindow, sharedWindow } from '../support/openWindow.mjs';

const STATUS = 'evidence-copy.evidence-copy.evidenceCopy.status';
const COPY = 'Copy with Verification…';

/**
 * Right-clicks and copies to the sample workspace's folder for copies, as a person does.
 *
 * @param {Awaited<ReturnType<typeof openWindow>>} window
 * @param {string} name
 */
async function copyByHand({ workbench, workspace }, name) {
  await workbench.explorer.contextMenu(name, COPY);
  await workbench.quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
}

describe('U1: a right-click copies', () => {
  const names = ['one.txt', 'two.txt', 'three.txt'];
  const shared = sharedWindow({
    prepare: ({ folder, destination }) => {
      for (const name of names) writeFileSync(join(folder, name), name);
      writeFileSync(join(folder, 'note.txt'), 'new');
      writeFileSync(join(destination, 'note.txt'), 'old');
    },
  });

  test('a folder: destination, notification, status bar, and every byte on the disk', async () => {
    const { workbench, workspace } = shared();
    await copyByHand(shared(), 'case');
    const notification = await workbench.notifications.waitFor('"case"');
    expect(await notification.severity()).toBe('info');
    // Which of them it is depends on the disk of temporary files; each has the words of its own.
    expect(await notification.message()).toMatch(
      /^"case": \d+ items copied, .* Grade (device: verified as the block device|readBack.*, not device as asked for: verified by read-back)/,
    );
    expect(await notification.buttons()).toEqual(['Open Report', 'Show in Folder', 'Show Log']);
    await workbench.statusBar.waitFor(STATUS, /\d+ items copied/);
    await workbench.statusBar.click(STATUS);
    await workbench.statusBar.waitUntilHidden(STATUS);
    await notification.dismiss();
    await workbench.explorer.open();
    const { items, differences } = compareTrees(workspace.source, join(workspace.destination, 'case'));
    expect(differences).toEqual([]);
    expect(items).toBeGreaterThan(20);
    expect(readdirSync(workspace.destination).sort()).toEqual(['case', 'evidence-records', 'note.txt']);
  });

  test('names that exist are shown before anything is written', async () => {
    const { workbench, workspace } = shared();
    await copyByHand(shared(), 'note.txt');
    const question = await workbench.dialog.message();
    expect(question).toContain('"note.txt" is already in');
    expect(question).toContain('Nothing has been written yet.');
    expect(await workbench.dialog.buttons()).toEqual(expect.arrayContaining(['Skip Identical', 'Keep Both', 'Cancel']));
    await workbench.dialog.answer('Keep Both');
    await (await workbench.notifications.waitFor('"note.txt": 1 item copied')).dismiss();
    expect(readFileSync(join(workspace.destination, 'note.txt'), 'utf8')).toBe('old');
    expect(readFileSync(join(workspace.destination, 'note (2).txt'), 'utf8')).toBe('new');
  });

  test('three selected items', async () => {
    const { workbench, workspace } = shared();
    await workbench.explorer.select(names);
    await copyByHand(shared(), 'two.txt');
    await (await workbench.notifications.waitFor('2 more": 3 items copied')).dismiss();
    for (const name of names) {
      expect(readFileSync(join(workspace.destination, name), 'utf8')).toBe(name);
    }
  });

  test('a destination that nobody can write to is told, with what to do', async () => {
    const { workbench } = shared();
    await workbench.explorer.contextMenu('note.txt', COPY);
    await workbench.quickInput.choosePath('/sys/kernel/', 'Copy Here');
    const notification = await workbench.notifications.waitFor('JOB FAILED: "note.txt"');
    expect(await notification.severity()).toBe('error');
    expect(await notification.message()).toContain('You may not write here. Ask for the right to');
    await notification.click('Show Failures');
    await expect.poll(() => workbench.queue.rows()).toContainEqual(expect.stringContaining('You may not write here.'));
  });
});

test('U8: Restricted Mode copies what was picked, refuses job files, and the settings of a seized folder weaken nothing', async () => {
  const hostile = { 'evidenceCopy.verification': 'stream', 'evidenceCopy.conflict': 'overwrite' };
  const window = await openWindow({
    restrictedMode: true,
    prepare: ({ folder }) => {
      mkdirSync(join(folder, '.vscode'));
      writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(hostile));
      const job = { sources: ['case'], destinations: ['out'] };
      writeFileSync(join(folder, 'a.evidence-job.json'), JSON.stringify(job));
    },
  });
  const { workbench, workspace } = window;
  await copyByHand(window, 'case');
  const notification = await workbench.notifications.waitFor('"case"');
  expect(await notification.message()).toMatch(/Grade (device|readBack)/);
  expect(compareTrees(workspace.source, join(workspace.destination, 'case')).differences).toEqual([]);
  await workbench.explorer.contextMenu('a.evidence-job.json', 'Run Job File');
  await workbench.notifications.waitFor('In Restricted Mode files cannot say what is copied to where.');
});

test('invariants 1, 4: a window that is closed in mid-copy leaves staging, and no final name', async () => {
  const destination = mkdtempSync(join(tmpdir(), 'evidence-copy-closed-'));
  onTestFinished(() => rmSync(destination, { recursive: true, force: true }));
  const { workbench, server } = await openWindow({
    prepare: ({ folder }) => {
      const recording = join(folder, 'recorder.dd');
      writeFileSync(recording, '');
      // All holes: it takes no room, and longer to read than any window takes to close.
      truncateSync(recording, 200 * 2 ** 30);
    },
  });
  await workbench.explorer.contextMenu('recorder.dd', COPY);
  await workbench.quickInput.choosePath(`${destination}/`, 'Copy Here');
  await workbench.statusBar.waitFor(STATUS, /MB\/s/);
  await workbench.close();
  await server.stop();
  const left = readdirSync(destination);
  expect(left).toHaveLength(1);
  expect(left[0]).toMatch(/^INCOMPLETE-[0-9a-f]{8}$/);
  const journal = readFileSync(join(destination, String(left[0]), 'custody.jsonl'), 'utf8');
  expect(journal).toContain('"event":"jobStarted"');
  expect(journal).not.toContain('"event":"published"');
});
