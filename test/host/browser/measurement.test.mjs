import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PICTURES_DIRECTORY } from '../../../scripts/support/paths.mjs';
import { commandTitle } from '../support/commandTitle.mjs';
import { openWindow } from '../support/openWindow.mjs';

const MiB = 1024 * 1024;

test('U7: a right-click measures buffer reuse, the page shows it without any script, and can be saved', async () => {
  const { workbench, workspace } = await openWindow({
    prepare: ({ folder }) => writeFileSync(join(folder, 'video.mp4'), Buffer.alloc(64 * MiB, 'video')),
  });
  const { page, explorer, quickInput } = workbench;
  await explorer.contextMenu('video.mp4', 'Measure Buffer Reuse…');
  await quickInput.choosePath(`${workspace.destination}/`, 'Measure Here');
  const shown = page.frameLocator('iframe.webview').frameLocator('#active-frame');
  await shown.getByRole('heading', { name: 'Buffer reuse on this machine' }).waitFor();
  await expect.poll(() => shown.locator('.verdict').innerText()).toMatch(/^Buffer reuse .*1 of 3 reads/);
  expect(await shown.locator('rect.bar').count()).toBe(3);
  const cells = await shown.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.textContent));
  expect(cells).toEqual([
    expect.stringMatching(/^Three passes.*MB\/s210$/),
    expect.stringMatching(/^Buffer reuse.*MB\/s111$/),
    expect.stringMatching(/^Stream.*MB\/s102$/),
  ]);
  await workbench.screenshot(join(PICTURES_DIRECTORY, 'measurement.png'));
  expect(readdirSync(workspace.destination)).toEqual([]);

  await workbench.clickEditorTitle(commandTitle('saveMeasurement'));
  await quickInput.choosePath(join(workspace.destination, 'measured.html'), 'OK');
  await expect.poll(() => readdirSync(workspace.destination)).toEqual(['measured.html']);
  const saved = readFileSync(join(workspace.destination, 'measured.html'), 'utf8');
  expect(saved).toContain("default-src 'none'");
  expect(saved).toContain('video.mp4: 1 file, 64.0 MiB');
});
