import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findJobs } from '../../src/engine/resume/findJobs';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

test.each([
  ['folder.openFolder', /\/lost\+found$/],
  ['folder.find', /\/lost\+found\//],
])('a folder that a person may not look into hides no job beside it: %s fails', async (kind, path) => {
  const root = scratchFolder();
  makeTree(root, { a: 'x', out: { 'lost+found': {} } });
  const { summary } = await runEngine(requestFor([join(root, 'a')], join(root, 'out')));
  const hooks = failing('EACCES', (call) => call.kind === kind && path.test(call.path));
  const { staged, last } = findJobs(hookedFileSystem(hooks), join(root, 'out'));
  expect(hooks.fired).toBe(1);
  expect(staged).toEqual([]);
  expect(last?.summary.jobId).toBe(summary.jobId);
});
