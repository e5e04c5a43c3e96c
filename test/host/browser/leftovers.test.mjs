import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { openWindow } from '../support/openWindow.mjs';

const EXTENSION = 'evidence-copy.evidence-copy';

test('a window that does not use it does not start it; uninstalled, it leaves what README names', async () => {
  const { workbench, workspace, server } = await openWindow();
  const { page, explorer, notifications } = workbench;
  await explorer.contextMenuItems('case');
  await workbench.runCommand('Developer: Show Running Extensions');
  const running = page.locator('.runtime-extensions-editor .monaco-list-row');
  await running.first().waitFor();
  expect(await running.and(page.locator('[aria-label="evidence-copy"]')).count()).toBe(0);
  await page.keyboard.press('Escape');
  await running.first().waitFor({ state: 'hidden' });

  await explorer.contextMenu('case', 'Copy with Verification…');
  await workbench.quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await notifications.waitFor('"case"');
  await workbench.close();
  await server.uninstall(EXTENSION);

  // VS Code deletes the folder of an extension when it starts next.
  expect(JSON.parse(readFileSync(join(server.directory, 'extensions', 'extensions.json'), 'utf8'))).toEqual([]);
  const storage = `data/data/User/globalStorage/${EXTENSION}`;
  const left = filesBelow(server.directory).filter(
    (path) => /evidence.?copy/i.test(path) && !path.startsWith('extensions/'),
  );
  expect(left.filter((path) => path !== `${storage}/queue.json` && !path.startsWith(`${storage}/queue.lock.`))).toEqual(
    [expect.stringMatching(/^data\/data\/logs\/.*\/Evidence Copy\.log$/)],
  );
});

/** @param {string} root */
function filesBelow(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
}
