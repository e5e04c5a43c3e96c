import { expect, test } from 'vitest';
import { openWindow } from '../support/openWindow.mjs';

test('the explorer offers the copy for a folder', async () => {
  const { workbench } = await openWindow();
  expect(await workbench.explorer.names()).toEqual(['case', 'copies']);
  expect(await workbench.explorer.contextMenuItems('case')).toContain('Copy with Verification…');
});
