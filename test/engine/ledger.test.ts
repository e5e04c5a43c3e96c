import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { CustodyLog } from '../../src/engine/journal/custodyLog';
import { readCustodyLog } from '../../src/engine/journal/readCustodyLog';
import { inWriting, type LedgerEntry, LedgerWriter, readLedger } from '../../src/engine/ledger/ledger';
import type { ItemOutcome } from '../../src/engine/model/item/outcome';
import type { PlanItem } from '../../src/engine/model/item/plan';
import { PlanWriter, readPlan } from '../../src/engine/plan/planFile';
import { type EngineRun, requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, file, folder, hardLink, link, makeTree } from '../support/tree';
import { readTree } from '../support/treeDifferences';

const METADATA = { mode: 0o640, uid: 0, gid: 7, atimeNs: '-1', mtimeNs: '1700000000123456789' };
const STATE = { dev: '18446744073709551615', ino: '9007199254740993', size: 3, mtimeNs: '-5', ctimeNs: '6' };
const ITEMS: readonly PlanItem[] = [
  { id: 0, type: 'folder', path: 'a\n"b"', identity: { dev: '1', ino: '2' }, metadata: METADATA },
  { id: 1, type: 'file', path: 'a\n"b"/\udcff 💀 \u2028', state: STATE, metadata: METADATA, allocated: 512, links: 2 },
  { id: 2, type: 'link', path: 'l', target: '\udc80/../x', metadata: METADATA },
  { id: 3, type: 'special', path: 's', kind: 'fifo' },
  { id: 4, type: 'unreadable', path: 'u', failure: { code: 'permissionDenied', path: '/u', args: { side: 'source' } } },
];

function staging() {
  const folderPath = scratchFolder();
  return nodeFileSystem.openFolder(folderPath);
}

function writePlan(folderOf: ReturnType<typeof staging>, items: readonly PlanItem[]): PlanWriter {
  const writer = new PlanWriter(folderOf);
  for (const { id: _, ...found } of items) writer.add(found);
  writer.freeze();
  return writer;
}

describe('B5: the plan', () => {
  test('comes back exactly as it was written, whatever the names and however large the numbers', () => {
    const open = staging();
    const { totals } = writePlan(open, ITEMS);
    expect([...readPlan(open)]).toEqual(ITEMS);
    expect(totals).toEqual({
      items: 5,
      files: 1,
      filesWithContent: 1,
      folders: 1,
      links: 1,
      specials: 1,
      bytes: 3,
      allocatedBytes: 3,
      largest: { size: 3, path: 'a\n"b"/\udcff 💀 \u2028' },
    });
    open.close();
  });

  test('is not read where a line is not what was written', () => {
    const open = staging();
    const file = open.createFile('plan.jsonl');
    const text = Buffer.from('{"id":0,"type":"file","path":"x"}\n');
    file.write(text, 0, text.length, 0);
    file.close();
    expect(() => [...readPlan(open)]).toThrow();
    open.close();
  });
});

describe('B6: the ledger', () => {
  const entryOf = ({ id, path }: PlanItem): LedgerEntry => ({ id, outcome: 'copied', stagedAs: path });

  test('stands beside the plan item by item; where the job stopped there is no entry', () => {
    const open = staging();
    writePlan(open, ITEMS);
    const ledger = new LedgerWriter(open, CustodyLog.create(open));
    for (const item of ITEMS.slice(0, 3)) ledger.add(inWriting(entryOf(item)));
    ledger.settle();
    ledger.close();
    expect([...readLedger(open)]).toEqual(ITEMS.map((item) => [item, item.id < 3 ? entryOf(item) : undefined]));
    open.close();
  });

  test('is read for wanted items only, and each is asked for when its turn comes', () => {
    const open = staging();
    writePlan(open, ITEMS);
    const ledger = new LedgerWriter(open, CustodyLog.create(open));
    for (const item of ITEMS) ledger.add(inWriting(entryOf(item)));
    ledger.settle();
    ledger.close();
    let last = -1;
    const isWanted = ({ id }: PlanItem) => id === last + 1 || id === last + 3;
    const read: number[] = [];
    for (const [{ id }, entry] of readLedger(open, isWanted)) {
      expect(entry?.id).toBe(id);
      read.push(id);
      if (id === 0) last = 0;
    }
    expect(read).toEqual([0, 1, 3]);
    open.close();
  });

  test('counts in groups, and the custody log says how far', () => {
    const open = staging();
    const custody = CustodyLog.create(open);
    const ledger = new LedgerWriter(open, custody);
    const items = Array.from({ length: 1000 }, (_, id) => ({ ...ITEMS[3], id }) as PlanItem);
    for (const item of items) ledger.add(inWriting(entryOf(item)));
    ledger.settle();
    ledger.settle();
    ledger.close();
    custody.close();
    const settled = [...readCustodyLog(open)].map((entry) => (entry.event === 'settled' ? entry.ledger : undefined));
    const text = readFileSync(join(open.path, 'ledger.jsonl'));
    expect(settled.map((extent) => extent?.entries)).toEqual([512, 1000]);
    for (const extent of settled) {
      const prefix = text.subarray(0, extent?.bytes);
      expect(prefix.toString().split('\n')).toHaveLength((extent?.entries ?? 0) + 1);
      expect(createHash('sha256').update(prefix).digest('hex')).toBe(extent?.sha256);
    }
    open.close();
  });

  test('that belongs to another plan is refused', () => {
    const open = staging();
    writePlan(open, ITEMS);
    const ledger = new LedgerWriter(open, CustodyLog.create(open));
    for (const item of [...ITEMS].reverse()) ledger.add(inWriting(entryOf(item)));
    ledger.settle();
    ledger.close();
    expect(() => [...readLedger(open)]).toThrow(/ledger entry 4 for item 0/);
    open.close();
  });
});

function expectOneOutcomeEach({ summary, outcomes }: EngineRun): readonly ItemOutcome[] {
  expect(outcomes.map(({ id }) => id)).toEqual(Array.from({ length: summary.items.planned }, (_, id) => id));
  const { planned, ...counts } = summary.items;
  const counted = { copied: 0, recorded: 0, skipped: 0, failed: 0 };
  for (const { outcome } of outcomes) counted[outcome]++;
  expect(counts).toEqual(counted);
  return outcomes;
}

test('B6: every planned item ends with exactly one outcome, and every one that did not arrive with a reason', async () => {
  const root = scratchFolder();
  makeTree(root, {
    source: {
      a: 'x',
      same: hardLink('source', 'a'),
      empty: '',
      l: link('nowhere'),
      p: fifo(),
      d: folder({ b: file('y', { mode: 0o600 }), e: {} }),
    },
  });
  const complete = await runEngine(requestFor([join(root, 'source')], join(root, 'out')));
  const outcomes = expectOneOutcomeEach(complete);
  expect(outcomes).toHaveLength(9);
  for (const { outcome, reason, failure } of outcomes) expect(outcome === 'copied' || reason || failure).toBeTruthy();
  const stopped = await runEngine(requestFor([join(root, 'source')], join(root, 'out 2')), {
    onPhase: (phase) => {
      if (phase === 'copying') makeTree(join(root, 'source', 'd'), { b2: 'not in the plan' });
    },
  });
  expectOneOutcomeEach(stopped);
  expect(readTree(join(root, 'out 2')).has('source/d/b2')).toBe(false);
});

test('R2: the custody log begins with the whole request and says how far the job came', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  let log = '';
  const request = requestFor([join(root, 'source')], join(root, 'out'));
  await runEngine(request, {
    onPhase: (phase) => {
      if (phase !== 'recording') return;
      const staged = [...readTree(join(root, 'out')).keys()].find((path) => path.endsWith('custody.jsonl')) ?? '';
      log = readFileSync(join(root, 'out', staged), 'utf8');
    },
  });
  const lines = log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ event }) => event)).toEqual([
    'jobStarted',
    'planFrozen',
    'settled',
    'copied',
    'validated',
    'publishing',
    'published',
  ]);
  expect(lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(lines[0].attempt.request).toEqual(request);
});
