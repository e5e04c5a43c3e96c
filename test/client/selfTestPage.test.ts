import { expect, test } from 'vitest';
import { selfTestPage } from '../../src/client/selfTest/reportPage';

const page = selfTestPage({
  status: 'passed',
  checks: [],
  version: '1.0.0',
  bundles: {},
  surroundings: {},
  startedAt: '2026-11-10T09:00:00.000Z',
  durationMs: 1000,
  folder: '/e/self-test',
});

/** The colours in the rule that begins so. */
function colours(rule: string): readonly string[] {
  const begin = page.indexOf(rule);
  expect(begin, rule).toBeGreaterThan(-1);
  return page.slice(begin, page.indexOf('}', begin)).match(/--\w+:#\w+/g) ?? [];
}

test('in VS Code the colours of the report of a self-test go with the theme, not with the system', () => {
  const [light, dark] = [colours(':root{'), colours('@media (prefers-color-scheme:dark)')];
  expect(dark).toHaveLength(light.length);
  expect(dark).not.toEqual(light);
  expect(colours(':root:has(.vscode-light,.vscode-high-contrast-light)')).toEqual(light);
  expect(colours(':root:has(.vscode-dark,.vscode-high-contrast:not(')).toEqual(dark);
});
