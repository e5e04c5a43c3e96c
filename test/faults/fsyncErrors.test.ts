import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { finalNames } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { memoryFolder } from '../support/faults/mounts';
import { allOf, copying, runBounded } from '../support/faults/processes';
import { contentOf, makeSmallTree } from '../support/faults/samples';
import { injecting } from '../support/faults/strace';
import { scratchFolder } from '../support/scratch';

// Rows 6 and 7. A failed fsync is final: the system marks the data as clean, so that a second one says "ok" and lies.

const AT_ONCE = 3;
const CALL = /fsync\(\d+<([^>]*)>\)\s+= (-?\d+)/g;

/** Paths of all fsync calls of a run, in order, with their results. */
function fsyncsIn(log: string): { path: string; failed: boolean }[] {
  return [...readFileSync(log, 'utf8').matchAll(CALL)].map(([, path = '', result]) => ({
    path,
    failed: result !== '0',
  }));
}

test('rows 6, 7: an error of any fsync, one after the other: it is never repeated, and what it was about has not arrived', async (context) => {
  need(context, 'strace', 'mounts');
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  const root = memoryFolder();
  const logs = scratchFolder();
  const failures: string[] = [];
  let next = 1;
  let isDone = false;
  const visit = async (when: number) => {
    const to = join(root, String(when));
    const log = join(logs, String(when));
    mkdirSync(to);
    const result = await runBounded(copying(tree, to), { under: injecting('fsync', `error=EIO:when=${when}`, log) });
    const calls = fsyncsIn(log);
    const at = calls.findIndex(({ failed }) => failed);
    const about = calls[at]?.path;
    if (about === undefined) {
      isDone = true;
      expect(result.status).toBe(0);
      return;
    }
    failures.push(about.slice(to.length));
    const isFolder = existsSync(about) && statSync(about).isDirectory();
    const again = calls.slice(at + 1).filter(({ path }) => path === about);
    if (!isFolder) expect(again, `fsyncs of ${about} after the one that failed`).toEqual([]);
    // What has happened has happened, also where it can be noted no more; what is yet to happen is noted before.
    if (!about.endsWith('custody.jsonl')) {
      expect(jobSummary(result.stdout).status, `after the error on ${about}`).toBe('failed');
      expect(result.status).toBe(1);
    }
    for (const name of finalNames(to)) expect(contentOf(join(to, name))).toEqual(contentOf(tree));
  };
  await allOf(
    Array.from({ length: AT_ONCE }, async () => {
      while (!isDone) await visit(next++);
    }),
  );
  // The sweep has met them: a file, a folder, the destination, the records.
  for (const path of ['/payload/tree/a.bin', '/payload/tree/sub', 'report.json']) {
    expect(
      failures.some((each) => each.endsWith(path)),
      path,
    ).toBe(true);
  }
  expect(failures).toContain('');
});
