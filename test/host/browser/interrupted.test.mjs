import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { need } from '../../support/faults/capabilities';
import { faultFs } from '../../support/faults/faultfs/client';
import { openWindow } from '../support/openWindow.mjs';

const STATUS = 'evidence-copy.evidence-copy.evidenceCopy.status';
const MiB = 1024 * 1024;

/** @param {string} destination */
function payload(destination) {
  return readdirSync(destination).filter((name) => name !== 'evidence-records');
}

test('a copy that a reload of the window cut off is told as interrupted, once, and is resumed', async (context) => {
  need(context, 'mounts', 'fuse');
  const device = await faultFs();
  writeFileSync(join(device.backing, 'large.bin'), Buffer.alloc(64 * MiB, 'large'));
  // Slow enough that no window is reloaded later than it ends, and fast enough afterwards.
  await device.setRules({ op: 'read', path: 'large.bin', from: 2 * MiB, fault: { kind: 'delay', milliseconds: 100 } });
  const { workbench, workspace } = await openWindow();
  await workbench.runCommand('Evidence Copy: Copy with Verification…');
  await workbench.quickInput.pick('Files…');
  await workbench.quickInput.choosePath(join(device.folder, 'large.bin'), 'Select');
  await workbench.quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
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

  await device.setRules();
  await workbench.quickInput.accept();
  await workbench.quickInput.pick('Resume Job');
  await workbench.notifications.waitFor('"large.bin": 1 item copied', { timeout: 60_000 });
  expect(payload(workspace.destination)).toEqual(['large.bin']);
});
