import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import type { Call } from '../support/hookedFileSystem';
import { runUntil } from '../support/killedCopy';
import { MEMORY } from '../support/memoryScratch';
import { removeCopies } from '../support/removeCopies';
import { requestFor, runEngine } from '../support/runEngine';
import { folder, link, makeTree, sparse, type TreeLiteral } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const TREE: TreeLiteral = {
  a: 'first',
  big: Buffer.alloc(40 * 1024, 'evidence'),
  d: folder({ b: 'second', l: link('b'), empty: '', e: {} }, { mode: 0o555 }),
  hole: sparse(40 * 1024, { 20000: 'x' }),
};
const CHOICES: Partial<JobRequest> = { bufferSizeKB: 16 };

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(MEMORY, 'evidence-copy-test-'));
  makeTree(root, { source: TREE });
});
afterAll(() => removeCopies(root));

const sources = () => Object.keys(TREE).map((name) => join(root, 'source', name));

/** Copies until a call, then resumes; what is wrong afterwards. */
async function killAndResume(isReached: (call: Call) => boolean): Promise<{ at: Call | undefined; wrong: string[] }> {
  const out = mkdtempSync(join(root, 'out-'));
  const request = requestFor(sources(), out, CHOICES);
  const jobId = randomUUID();
  const { at } = await runUntil(request, isReached, { again: { jobId, attempt: 1 } });
  const { summary, outcomes } = await runEngine(request, { again: { jobId, attempt: 2 } });
  const wrong: string[] = [];
  if (summary.status !== 'complete') wrong.push(`${summary.status}: ${JSON.stringify(summary.failures)}`);
  for (const name of Object.keys(TREE)) {
    const copy = join(out, name);
    if (existsSync(copy)) wrong.push(...treeDifferences(join(root, 'source', name), copy));
    else wrong.push(`${name} is missing`);
  }
  const left = readdirSync(out).filter((name) => !(name in TREE) && name !== 'evidence-records');
  wrong.push(...left.filter((name) => !/^\.INCOMPLETE-\w+\.(new|old)$/.test(name)).map((name) => `left: ${name}`));
  if (new Set(outcomes.map(({ id }) => id)).size !== outcomes.length) wrong.push('an item has two outcomes');
  removeCopies(out);
  return { at, wrong };
}

describe('E9: a job that was killed is resumed', () => {
  test('whichever call it was killed at, the copy is that of an undisturbed job', async () => {
    const found: string[] = [];
    let kills = 0;
    for (let number = 1; ; number++) {
      const { at, wrong } = await killAndResume((call) => call.total >= number && call.path.includes('/out-'));
      found.push(...wrong.map((what) => `killed at ${at?.kind} ${at?.path.replace(root, '')}: ${what}`));
      if (at === undefined) break;
      number = Math.max(number, at.total);
      kills++;
    }
    expect(found.slice(0, 20)).toEqual([]);
    expect(kills).toBeGreaterThan(200);
  });
});
