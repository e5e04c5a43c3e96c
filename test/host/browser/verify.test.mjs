import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWindow } from '../support/openWindow.mjs';

const VERIFY = 'Verify Folder Against Manifest…';
const STATUS = 'evidence-copy.evidence-copy.evidenceCopy.verification';
const ZEROS = '0'.repeat(64);

test('V5: a copy is verified by right-click; what was changed afterwards stands under Problems', async () => {
  const { workbench, workspace } = await openWindow({ restrictedMode: true });
  await workbench.explorer.contextMenu('case', 'Copy with Verification…');
  await workbench.quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await (await workbench.notifications.waitFor('items copied', { timeout: 60_000 })).dismiss();

  await workbench.explorer.contextMenu('copies', VERIFY);
  const passed = await result(workbench, 'VERIFIED: "copies" is as its manifest says');
  expect(await passed.severity()).toBe('info');
  expect(await passed.message()).toMatch(
    /Nothing is missing, and no other file is there .* Files were read (as|through)/,
  );
  expect(await passed.buttons()).toEqual(['Show Log']);
  await passed.dismiss();

  const copy = join(workspace.destination, 'case');
  const [damaged, lost, added] = [
    join(copy, 'readme.txt'),
    join(copy, 'recorder/door events.csv'),
    join(copy, 'added'),
  ];
  const [sound, found] = [readFileSync(damaged), readFileSync(lost)];
  writeFileSync(
    damaged,
    sound.map((byte, at) => (at === 7 ? byte ^ 1 : byte)),
  );
  rmSync(lost);
  writeFileSync(added, 'x');
  await workbench.explorer.contextMenu('copies', VERIFY);
  const failed = await result(workbench, 'VERIFICATION FAILED');
  expect(await failed.severity()).toBe('error');
  expect(await failed.message()).toContain('1 changed, 1 missing, 1 not listed');
  await failed.click('Show Problems');
  const problem = workbench.page.locator('.markers-panel .monaco-list-row');
  await problem.filter({ hasText: 'Not listed in the manifest' }).waitFor();
  for (const name of ['readme.txt', 'door events.csv', 'added']) {
    await expect.poll(() => problem.filter({ hasText: name }).count()).toBe(1);
  }

  writeFileSync(damaged, sound);
  writeFileSync(lost, found);
  rmSync(added);
  await workbench.explorer.contextMenu('copies', VERIFY);
  await result(workbench, 'VERIFIED: "copies" is as its manifest says');
  await expect.poll(() => problem.count()).toBe(0);
});

test('V5: of two lists one is chosen; progress can be paused, resumed and cancelled', async () => {
  const { workbench, workspace } = await openWindow({
    prepare: ({ folder }) => {
      const recording = join(folder, 'recorder.dd');
      writeFileSync(recording, '');
      // All holes: it takes no room, and longer to read than a test.
      truncateSync(recording, 200 * 2 ** 30);
      writeFileSync(join(folder, 'SHA256SUMS'), `${ZEROS}  recorder.dd\n`);
      writeFileSync(join(folder, 'sha256sum.txt'), `${ZEROS}  recorder.dd\n`);
    },
  });
  expect(await workbench.explorer.contextMenuItems('SHA256SUMS')).toContain(VERIFY);
  expect(await workbench.explorer.contextMenuItems('recorder.dd')).not.toContain(VERIFY);
  await workbench.runCommand(`Evidence Copy: ${VERIFY}`);
  await workbench.quickInput.choosePath(`${workspace.folder}/`, 'Verify');
  await expect.poll(() => workbench.quickInput.title()).toBe('Verify Folder Against Manifest');
  expect(await workbench.quickInput.labels()).toEqual(['SHA256SUMS', 'sha256sum.txt']);
  await workbench.quickInput.pick('sha256sum.txt');

  const progress = await workbench.notifications.waitFor(/\d+ of \d+ items/);
  expect(await progress.message()).toMatch(/^Verifying ".*": \S+ MB\/s · \d+% · \d+ of \d+ items/);
  await workbench.statusBar.waitFor(STATUS, /Verifying .* MB\/s · \d+%/);
  await workbench.statusBar.click(STATUS);
  await workbench.statusBar.waitFor(STATUS, /Paused · \d+%/);
  await workbench.statusBar.click(STATUS);
  await workbench.statusBar.waitFor(STATUS, /MB\/s/);
  await progress.click('Cancel');
  const cancelled = await workbench.notifications.waitFor('was cancelled: not everything was looked at');
  expect(await cancelled.severity()).toBe('warning');
  await workbench.statusBar.waitUntilHidden(STATUS);
});

/**
 * Waits for the result of a verification, and until the notification of its progress has made room.
 *
 * @param {import('../../../scripts/workbench/workbench.mjs').Workbench} workbench
 * @param {string} message
 */
async function result({ notifications }, message) {
  const found = await notifications.waitFor(message);
  await expect.poll(() => notifications.messages()).toHaveLength(1);
  return found;
}
