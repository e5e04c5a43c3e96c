import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addToQueue } from '../support/addToQueue.mjs';
import { openWindow } from '../support/openWindow.mjs';

const NAMES = ['1.bin', '2.bin', '3.bin', '4.bin', '5.bin'];

/**
 * Processes of the extension host of a server: by their arguments, and by the home folder they were given.
 *
 * @param {import('../../../scripts/vscodeServer/server.mjs').VsCodeServer} server
 */
function extensionHosts(server) {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const isHost = readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=extensionHost');
      return (
        isHost && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`HOME=${join(server.directory, 'home')}`)
      );
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return false;
    }
  });
}

/**
 * How often each job has left records.
 *
 * @param {string} destination
 */
function recordsOf(destination) {
  const folders = readdirSync(join(destination, 'evidence-records'));
  return NAMES.map((name) => folders.filter((folder) => folder.includes(` ${name} `)).length);
}

test('B2: the window is killed during job 3 of 5: 1 and 2 stay complete, 3 is interrupted, 4 and 5 wait; nothing runs twice; 3 is discarded', async () => {
  const window = await openWindow({
    prepare: ({ folder }) => {
      for (const name of NAMES) writeFileSync(join(folder, name), `this is ${name}`);
      // All holes: it takes no room, and longer to read than any window takes to be killed.
      truncateSync(join(folder, '3.bin'), 200 * 2 ** 30);
    },
  });
  const { workbench, workspace, server } = window;
  const { queue, dialog } = workbench;
  const { destination } = workspace;
  await queue.open();
  for (const name of NAMES) await addToQueue(window, name);
  await queue.clickTitle('Start Queue');
  await expect
    .poll(() => queue.rows(), { timeout: 60_000 })
    .toEqual(expect.arrayContaining([expect.stringMatching(/^3\.bin \d+% · .*B\/s/)]));
  const hosts = extensionHosts(server);
  expect(hosts.length).toBeGreaterThan(0);
  for (const pid of hosts) process.kill(Number(pid), 'SIGKILL');
  await workbench.reload();

  await queue.open();
  await expect
    .poll(() => queue.rows(), { timeout: 60_000 })
    .toEqual([
      '4.bin waits for the start',
      '5.bin number 2 in the queue',
      '3.bin JOB INTERRUPTED',
      expect.stringContaining('2.bin 1 item copied'),
      expect.stringContaining('1.bin 1 item copied'),
    ]);
  const items = await queue.contextMenuItems('3.bin');
  expect(items).toEqual(expect.arrayContaining(['Remove from Queue']));
  expect(items.some((item) => /^(Copy Again|Resume|Retry)/.test(item))).toBe(true);
  const names = readdirSync(destination).sort();
  expect(names).toEqual(['1.bin', '2.bin', expect.stringMatching(/^INCOMPLETE-/), 'evidence-records']);
  expect(recordsOf(destination)).toEqual([1, 1, 0, 0, 0]);

  await queue.clickTitle('Start Queue');
  await expect.poll(() => recordsOf(destination), { timeout: 60_000 }).toEqual([1, 1, 0, 1, 1]);
  for (const name of ['1.bin', '2.bin', '4.bin', '5.bin']) {
    expect(readFileSync(join(destination, name), 'utf8')).toBe(`this is ${name}`);
  }

  await queue.contextMenu('3.bin', 'Remove from Queue');
  const question = await dialog.message();
  expect(question).toContain('Discard the job "3.bin"?');
  expect(question).toContain('is in its staging folder "INCOMPLETE-');
  await dialog.answer('Cancel');
  await expect.poll(() => queue.rows()).toContain('3.bin JOB INTERRUPTED');
  await queue.contextMenu('3.bin', 'Remove from Queue');
  await dialog.answer('Discard and Remove Staging Folder');
  await expect.poll(() => queue.rows()).not.toContain('3.bin JOB INTERRUPTED');
  expect(readdirSync(destination).filter((name) => name.startsWith('INCOMPLETE-'))).toEqual([]);
});
