import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PICTURES_DIRECTORY } from '../../../scripts/support/paths.mjs';
import { addToQueue } from '../support/addToQueue.mjs';
import { sharedWindow } from '../support/openWindow.mjs';

/** A name that would be an element where it is not shown as text. */
const HOSTILE = '<img src=x onerror=a()>';

/** @param {import('playwright-core').Page} page */
const shownPage = (page) => page.frameLocator('iframe.webview').frameLocator('#active-frame');

const window = sharedWindow({
  prepare: ({ folder }) => {
    writeFileSync(join(folder, HOSTILE), 'text');
    writeFileSync(join(folder, 'recorder.dd'), '');
    // All holes: it takes no room, and longer to read than a test.
    truncateSync(join(folder, 'recorder.dd'), 200 * 2 ** 30);
  },
});

/**
 * How the part of the bar is filled that is not done yet, in high contrast.
 *
 * @param {ReturnType<typeof shownPage>} live
 */
async function emptyBar(live) {
  return await live.locator('.whole').evaluate((bar) => {
    document.body.classList.add('vscode-high-contrast');
    return getComputedStyle(bar).fill;
  });
}

test('U2: a running job that is opened shows how it goes, and nothing can be done there', async () => {
  const { workbench } = window();
  const { page, queue } = workbench;
  await queue.open();
  await addToQueue(window(), 'recorder.dd');
  await queue.clickTitle('Start Queue');
  await expect.poll(() => queue.rows()).toEqual([expect.stringMatching(/^recorder\.dd \d+% · .*B\/s/)]);
  // A row that is drawn anew at the moment of a click may not take it; a person would click again, too.
  await expect
    .poll(async () => {
      await queue.row('recorder.dd').click();
      return page.locator('iframe.webview').count();
    })
    .toBe(1);
  const live = shownPage(page);
  await live.getByRole('heading', { name: 'recorder.dd' }).waitFor();
  await live.locator('.speed').waitFor();
  expect(await live.locator('.now').innerText()).toBe('Copying');
  expect(await live.locator('dd').first().innerText()).toBe('recorder.dd');
  const amount = () => live.locator('dd').nth(2).innerText();
  const before = await amount();
  await expect.poll(amount).not.toBe(before);
  expect(await live.locator('button, input, a').count()).toBe(0);
  await expect.poll(() => emptyBar(live)).toBe('none');
  await workbench.screenshot(join(PICTURES_DIRECTORY, 'live-first-theme.png'));
  await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
  await workbench.screenshot(join(PICTURES_DIRECTORY, 'live-other-theme.png'));
  await queue.contextMenu('recorder.dd', 'Cancel Job…');
  await workbench.dialog.answer('Remove');
  await expect.poll(async () => (await queue.rows())[0]).toBe('recorder.dd JOB CANCELLED');
  await expect.poll(() => page.locator('iframe.webview').count()).toBe(0);
});

test('U6: the report opens in the editor by a click, without scripts, light and dark', async () => {
  const { workbench } = window();
  const { page, queue } = workbench;
  await addToQueue(window(), HOSTILE);
  await queue.clickTitle('Start Queue');
  await expect.poll(() => queue.rows(), { timeout: 30_000 }).toContainEqual(expect.stringContaining('1 item copied'));
  await queue.row(HOSTILE).click();
  const report = shownPage(page);
  await report.locator('.verdict').waitFor();
  await expect.poll(() => report.locator('body').innerText()).toContain(HOSTILE);
  expect(await report.locator('img').count()).toBe(0);
  // With scripts there is a search.
  expect(await report.locator('input:visible').count()).toBe(0);
  await workbench.screenshot(join(PICTURES_DIRECTORY, 'report-first-theme.png'));
  const scheme = () => report.locator('html').evaluate((root) => getComputedStyle(root).colorScheme);
  const before = await scheme();
  await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
  await expect.poll(scheme).not.toBe(before);
  await workbench.screenshot(join(PICTURES_DIRECTORY, 'report-other-theme.png'));
});
