import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWindow } from '../support/openWindow.mjs';

const STATUS = 'evidence-copy.evidence-copy.evidenceCopy.status';

/** @param {string} destination */
function payload(destination) {
  return readdirSync(destination).filter((name) => name !== 'evidence-records');
}

test('a copy that a reload of the window cut off is told as interrupted, once, and is resumed', async () => {
  const { workbench, workspace } = await openWindow({
    prepare: ({ folder }) => {
      writeFileSync(join(folder, 'large.bin'), '');
      // All holes: it takes no room, but long enough to copy for a person to do something meanwhile.
      truncateSync(join(folder, 'large.bin'), 4 * 2 ** 30);
    },
  });
  await workbench.explorer.contextMenu('large.bin', 'Copy with Verification…');
  await workbench.quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await expect.poll(() => payload(workspace.destination).some((name) => name.startsWith('INCOMPLETE-'))).toBe(true);
  await workbench.statusBar.waitFor(STATUS, /MB\/s/);
  await workbench.reload();

  // Nothing activates the extension before it is used.
  await workbench.runCommand('Evidence Copy: Show Jobs');
  const notification = await workbench.notifications.waitFor('JOB INTERRUPTED: "large.bin"');
  expect(await notification.severity()).toBe('error');
  expect(await workbench.notifications.messages()).toHaveLength(1);
  const [staging, ...others] = payload(workspace.destination);
  expect(staging).toMatch(/^INCOMPLETE-/);
  expect(others).toEqual([]);

  await workbench.quickInput.accept();
  await workbench.quickInput.pick('Resume Job');
  await workbench.notifications.waitFor('"large.bin": 1 item copied', { timeout: 60_000 });
  expect(payload(workspace.destination)).toEqual(['large.bin']);
});
