import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWindow } from '../support/openWindow.mjs';

/** @typedef {Awaited<ReturnType<typeof openWindow>>['workbench']} Workbench */

/**
 * Runs a command from the palette with keys only.
 *
 * @param {Workbench} workbench
 * @param {string} title
 */
async function typeCommand({ page, quickInput }, title) {
  await page.keyboard.press('F1');
  await quickInput.fill(`>${title}`);
  await expect.poll(async () => (await quickInput.labels())[0]).toBe(title);
  await page.keyboard.press('Enter');
}

/**
 * Waits for a page of the form, and answers it by Enter after what is to be typed and pressed.
 *
 * @param {Workbench} workbench
 * @param {string} title
 * @param {{ text?: string, keys?: readonly string[] }} [answer]
 */
async function answer({ page, quickInput }, title, { text = '', keys = [] } = {}) {
  await expect.poll(() => quickInput.title()).toBe(`New Evidence Job: ${title}`);
  if (text !== '') await page.keyboard.type(text);
  for (const key of [...keys, 'Enter']) await page.keyboard.press(key);
}

/**
 * Answers the dialog for files and folders with keys. It does not hear them while it looks at a path.
 *
 * @param {Workbench} workbench
 * @param {string} path
 */
async function typePath({ page, quickInput }, path) {
  const form = page.locator('.quick-input-title', { hasText: 'New Evidence Job' });
  await form.waitFor({ state: 'hidden' });
  await quickInput.labels();
  await quickInput.fill(path);
  const isBack = () =>
    form.waitFor({ timeout: 1500 }).then(
      () => true,
      () => false,
    );
  do await page.keyboard.press('Enter');
  while (!(await isBack()));
}

test('B3, B4, B11, U2: an evidence job for two destinations is made, started and watched with the keyboard alone', async () => {
  const { workbench, workspace } = await openWindow({ prepare: ({ folder }) => mkdirSync(join(folder, 'second')) });
  const { page, quickInput, queue } = workbench;
  await typeCommand(workbench, 'Evidence Copy: New Evidence Job…');
  await answer(workbench, 'Sources (1/8)', { keys: ['ArrowDown'] });
  await typePath(workbench, workspace.source);
  await answer(workbench, 'Sources (1/8)');
  await answer(workbench, 'Destinations (2/8)');
  await typePath(workbench, `${workspace.destination}/`);
  await answer(workbench, 'Destinations (2/8)', { text: 'Add Another' });
  await typePath(workbench, `${workspace.folder}/second/`);
  await answer(workbench, 'Destinations (2/8)');

  await answer(workbench, 'Case number (3/8)');
  await expect.poll(() => quickInput.message()).toContain('Case number is needed.');
  await answer(workbench, 'Case number (3/8)', { text: '26/0042' });
  await answer(workbench, 'Examiner (4/8)', { text: 'A. Example' });

  await answer(workbench, 'Case Data (5/8)', { text: 'Start of' });
  await answer(workbench, 'Start of the recording (5/8)', { text: '2026-11-03 21:55' });
  // The list begins at the field after it.
  await answer(workbench, 'Case Data (5/8)');
  await answer(workbench, 'End of the recording (5/8)', { text: '2026-11-03 20:00' });
  await expect.poll(() => quickInput.message()).toContain('The end is before the start.');
  await page.keyboard.press('Control+A');
  await answer(workbench, 'End of the recording (5/8)', { text: '2026-11-03 23:10' });
  await answer(workbench, 'Case Data (5/8)', { text: 'Continue' });

  await expect.poll(() => quickInput.message()).toContain(join(workspace.destination, '26_0042'));
  await page.keyboard.press('End');
  // Neither an icon nor a link.
  const hostile = '$(pass)[x](y)';
  await page.keyboard.type(hostile);
  await expect.poll(() => quickInput.message()).toContain('26_0042$(pass)[x] (y)');
  for (const _ of hostile) await page.keyboard.press('Backspace');
  await answer(workbench, 'Output Folder (6/8)', { text: '/{start:YYYYMMDD}' });
  await answer(workbench, 'Options (7/8)');
  await answer(workbench, 'Summary (8/8)');

  await expect.poll(() => queue.rows()).toEqual(['case waits for the start']);
  await typeCommand(workbench, 'Evidence Copy: Start Queue');
  await workbench.notifications.waitFor('The batch runs in this window');
  await expect.poll(() => queue.rows()).toEqual([expect.stringMatching(/^case \d+ items copied · grade /)]);
  for (const destination of [workspace.destination, join(workspace.folder, 'second')]) {
    expect(existsSync(join(destination, '26_0042', '20261103', 'case'))).toBe(true);
  }
  await queue.expand('case');
  await queue.expand('Case');
  const details = ['Case 26/0042', 'Examiner A. Example', expect.stringMatching(/^Start of the recording /)];
  await expect.poll(() => queue.rows()).toEqual(expect.arrayContaining(details));

  // What was asked about the person is offered again, what was asked about the case is not.
  await typeCommand(workbench, 'Evidence Copy: New Evidence Job…');
  await answer(workbench, 'Sources (1/8)', { keys: ['ArrowDown'] });
  await typePath(workbench, workspace.source);
  await answer(workbench, 'Sources (1/8)');
  await answer(workbench, 'Destinations (2/8)');
  await expect.poll(async () => (await quickInput.labels())[0]).toBe('Continue');
  await answer(workbench, 'Destinations (2/8)');
  await expect.poll(() => quickInput.title()).toBe('New Evidence Job: Case number (3/8)');
  expect(await quickInput.value()).toBe('');
  await page.keyboard.type('26/0043');
  await page.keyboard.press('Escape');
  await quickInput.closed();

  // A form that was left is gone on with, with what was typed.
  await typeCommand(workbench, 'Evidence Copy: New Evidence Job…');
  await expect.poll(async () => (await quickInput.labels())[0]).toBe('Continue the Form You Left');
  await page.keyboard.press('Enter');
  await expect.poll(() => quickInput.value()).toBe('26/0043');
  await answer(workbench, 'Case number (3/8)');
  await expect.poll(() => quickInput.title()).toBe('New Evidence Job: Examiner (4/8)');
  expect(await quickInput.value()).toBe('A. Example');
});
