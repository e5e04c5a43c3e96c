import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { type Call, type CallKind, hookedFileSystem, systemError } from '../support/hookedFileSystem';
import { MEMORY } from '../support/memoryScratch';
import { removeCopies } from '../support/removeCopies';
import { type EngineRun, requestFor, runEngine } from '../support/runEngine';
import { link, makeTree, sparse, type TreeLiteral } from '../support/tree';
import { readTree, treeDifferences } from '../support/treeDifferences';

const TREE: TreeLiteral = {
  a: 'first',
  big: Buffer.alloc(40 * 1024, 'evidence'),
  d: { b: 'second', l: link('b'), empty: '' },
  hole: sparse(40 * 1024, { 20000: 'x' }),
};
const CHOICES: Partial<JobRequest> = { bufferSizeKB: 16 };

/** Every kind of call that the engine makes and that can fail, and how. Closing a folder never does, by the port's contract. */
const CALLS: readonly [CallKind, string][] = [
  ['system.openFolder', 'EACCES'],
  ['folder.openFolder', 'EACCES'],
  ['folder.openFile', 'EIO'],
  ['folder.createFile', 'ENOSPC'],
  ['folder.makeFolder', 'ENOSPC'],
  ['folder.makeLink', 'EIO'],
  ['folder.readLink', 'EIO'],
  ['folder.find', 'EIO'],
  ['folder.names', 'EIO'],
  ['folder.next', 'EIO'],
  ['folder.stat', 'EIO'],
  ['folder.facts', 'EIO'],
  ['folder.ancestors', 'EACCES'],
  ['folder.addName', 'EIO'],
  ['folder.moveHere', 'EIO'],
  ['folder.removeFile', 'EIO'],
  ['folder.removeFolder', 'EIO'],
  ['folder.setMode', 'EIO'],
  ['folder.setTimes', 'EIO'],
  ['folder.setLinkTimes', 'EIO'],
  ['folder.sync', 'EIO'],
  ['file.stat', 'EIO'],
  ['file.read', 'EIO'],
  ['file.write', 'ENOSPC'],
  ['file.truncate', 'EIO'],
  ['file.setMode', 'EIO'],
  ['file.setTimes', 'EIO'],
  ['file.sync', 'EIO'],
  ['file.close', 'EIO'],
];

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(MEMORY, 'evidence-copy-test-'));
  makeTree(root, { source: TREE });
});
afterAll(() => removeCopies(root));

interface Trial {
  readonly out: string;
  readonly run: EngineRun | undefined;
  readonly thrown: unknown;
  readonly fired: Call | undefined;
  readonly forGood: boolean;
}

/** Copies to a new destination; the first call that `isMeant` fails, and with `forGood` all calls at the destination after it. */
async function tryOut(code: string, isMeant: (call: Call) => boolean, forGood = false): Promise<Trial> {
  const out = mkdtempSync(join(root, 'out-'));
  let fired: Call | undefined;
  const fs = hookedFileSystem({
    before: (call) => {
      if (call.kind === 'folder.close') return;
      const isGone = forGood && fired !== undefined && call.path.startsWith(out);
      if (!isGone && (fired !== undefined || !isMeant(call))) return;
      fired ??= call;
      throw systemError(code, call);
    },
  });
  const sources = Object.keys(TREE).map((name) => join(root, 'source', name));
  try {
    return { out, run: await runEngine(requestFor(sources, out, CHOICES), { fs }), thrown: undefined, fired, forGood };
  } catch (thrown) {
    return { out, run: undefined, thrown, fired, forGood };
  }
}

/** What is wrong after a trial; empty where every invariant holds. */
function violations({ out, run, thrown, forGood }: Trial): string[] {
  if (run === undefined) return [`runJob threw: ${String(thrown)}`];
  const { summary, outcomes } = run;
  const wrong: string[] = [];
  const say = (isWrong: boolean, what: string) => isWrong && wrong.push(what);
  const source = readTree(join(root, 'source'));
  const arrived = readdirSync(out).filter((name) => !/^(INCOMPLETE-|\.|evidence-records$)/.test(name));
  for (const name of arrived) {
    for (const [path, { kind, bytes }] of readTree(join(out, name))) {
      const from = [name.replace(/ \(INCOMPLETE\)$/, ''), path].filter((part) => part !== '').join('/');
      say(source.get(from)?.kind !== kind, `${from} arrived as a ${kind}`);
      say(
        source.get(from)?.bytes.equals(bytes) !== true,
        `${from} has ${bytes.length} other bytes under its final name`,
      );
    }
  }
  const ids = outcomes.map(({ id }) => id);
  say(new Set(ids).size !== ids.length, 'an item has two outcomes');
  const counted = summary.items;
  say(
    counted.copied + counted.recorded + counted.skipped + counted.failed !== ids.length,
    'outcomes and counts differ',
  );
  if (summary.status === 'complete') {
    for (const name of Object.keys(TREE)) {
      const copy = join(out, name);
      if (existsSync(copy))
        wrong.push(...treeDifferences(join(root, 'source', name), copy).map((what) => `${name}/${what}`));
      else wrong.push(`complete without ${name}`);
    }
    say(ids.length !== counted.planned, 'complete without an outcome for every planned item');
    say(summary.failureCount > 0, 'complete with failures');
    say(
      summary.recordsDir === null || !existsSync(join(summary.recordsDir, 'report.json')),
      'complete without records',
    );
  } else {
    say(summary.failureCount === 0, `${summary.status} without a failure`);
    say(summary.failures.length === 0, `${summary.status} without a reason`);
  }
  say(summary.stagingDir !== null && !existsSync(summary.stagingDir), 'names a staging folder that is not there');
  // What was only just begun cannot be removed again where the destination is gone.
  const left = readdirSync(out).filter(
    (name) => /^\.?INCOMPLETE-/.test(name) && (!forGood || run.phases.includes('copying')),
  );
  const told = [summary.stagingDir ?? '', ...summary.notices].join();
  for (const name of left) say(!told.includes(name), `leaves ${name.replace(/-.*/, '')} and does not say so`);
  return wrong;
}

interface Findings {
  readonly trials: number;
  readonly violations: readonly string[];
  readonly internalErrors: readonly string[];
}

/** One trial for each call of a kind, and what was wrong after it. */
async function failEach(kind: CallKind, code: string): Promise<Findings> {
  const found = { trials: 0, violations: [] as string[], internalErrors: [] as string[] };
  for (let number = 1; ; number++) {
    const trial = await tryOut(code, (call) => call.kind === kind && call.number === number);
    if (trial.fired !== undefined) {
      found.trials++;
      const where = `${kind} ${number} ${trial.fired.path.replace(root, '').replace(/(INCOMPLETE|out)-\w+/g, '$1')}`;
      found.violations.push(...violations(trial).map((what) => `${where}: ${what}`));
      const internal = trial.run?.summary.failures.find((failure) => failure.code === 'internalError');
      if (internal !== undefined) found.internalErrors.push(`${where}: ${internal.cause?.split('\n')[0]}`);
    }
    removeCopies(trial.out);
    if (trial.fired === undefined) return found;
  }
}

const all = new Map<CallKind, Promise<Findings>>();

function findings(kind: CallKind, code: string): Promise<Findings> {
  const found = all.get(kind) ?? failEach(kind, code);
  all.set(kind, found);
  return found;
}

test('nothing fails where nothing is made to fail', async () => {
  const trial = await tryOut('EIO', () => false);
  expect(violations(trial)).toEqual([]);
  expect(trial.run?.summary.status).toBe('complete');
});

test.each(CALLS)(
  'invariants 1, 4, 5: whichever %s fails once with %s, there is one honest summary and no partial final name',
  async (kind, code) => {
    const { trials, violations } = await findings(kind, code);
    expect(trials).toBeGreaterThan(0);
    expect(violations).toEqual([]);
  },
);

test.each(CALLS)(
  'E12: a %s that fails with %s is told as what it is, never as an internal error',
  async (kind, code) => {
    expect((await findings(kind, code)).internalErrors).toEqual([]);
  },
);

test('invariants 1, 4: from whichever call on the destination is gone, the job fails and nothing wrong has a final name', async () => {
  const found: string[] = [];
  for (let number = 1; ; number++) {
    const trial = await tryOut('EIO', (call) => call.total >= number && call.path.startsWith(join(root, 'out-')), true);
    found.push(...violations(trial).map((what) => `from ${number} (${trial.fired?.kind}): ${what}`));
    removeCopies(trial.out);
    if (trial.fired === undefined) break;
    number = Math.max(number, trial.fired.total);
  }
  expect(found.slice(0, 20)).toEqual([]);
});
