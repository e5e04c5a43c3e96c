import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedWindow } from '../support/openWindow.mjs';

const window = sharedWindow();

test('L1: Validate This Installation shows a report that all was found', async () => {
  const { workbench, workspace } = window();
  const place = join(workspace.folder, 'laboratory');
  mkdirSync(place);
  await workbench.runCommand('Evidence Copy: Validate This Installation…');
  await workbench.quickInput.choosePath(`${place}/`, 'Test Here');
  const report = workbench.page.frameLocator('iframe.webview:visible').frameLocator('#active-frame');
  await report.getByText('PASSED: every check').waitFor({ timeout: 60_000 });
  await picture(workbench, 'self-test');
  const [folder = ''] = readdirSync(place);
  expect(readdirSync(join(place, folder)).sort()).toEqual(['self-test.html', 'self-test.json']);
});

test('U5: from the empty queue through the walkthrough to a first copy', async () => {
  const { workbench, workspace } = window();
  const { page, queue, quickInput } = workbench;
  // Wide enough for the pictures beside the steps.
  await page.setViewportSize({ width: 1700, height: 900 });
  await queue.open();
  await expect.poll(() => queue.welcome()).toContain('New here?');
  await page.getByRole('button', { name: 'Make Your First Copy' }).click();
  const steps = page.locator('.getting-started-step');
  await expect.poll(() => steps.count()).toBe(5);
  const isDone = async (/** @type {number} */ index) =>
    (await steps.nth(index).locator('[data-done-step-id][aria-checked="true"]').count()) > 0;
  await picture(workbench, 'walkthrough-1');
  // The queue is open already: the step is ticked all the same.
  await steps.nth(0).getByRole('button', { name: 'Show Batch Queue' }).click();
  await expect.poll(() => isDone(0)).toBe(true);

  const place = join(workspace.folder, 'trial');
  mkdirSync(place);
  await steps.nth(1).click();
  await picture(workbench, 'walkthrough-2');
  await steps.nth(1).getByRole('button', { name: 'Create Sample Evidence…' }).click();
  await quickInput.choosePath(`${place}/`, 'Create Here');
  const made = await workbench.notifications.waitFor('The sample evidence is in');
  await expect.poll(() => isDone(1)).toBe(true);
  await made.click('Copy It…');
  await quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await workbench.notifications.waitFor('"Sample evidence"', { timeout: 60_000 });
  expect(readdirSync(workspace.destination).sort()).toEqual(['Sample evidence', 'evidence-records']);
  await expect.poll(() => isDone(2)).toBe(true);
  for (const [index, name] of ['walkthrough-3', 'walkthrough-4', 'walkthrough-5'].entries()) {
    await steps.nth(index + 2).click();
    await picture(workbench, name);
  }
});

/**
 * A picture to be looked at, where somebody asked for them.
 *
 * @param {ReturnType<typeof window>['workbench']} workbench
 * @param {string} name
 */
async function picture(workbench, name) {
  const folder = process.env['EVIDENCE_COPY_PICTURES'];
  if (folder !== undefined) await workbench.screenshot(join(folder, `${name}.png`));
}
