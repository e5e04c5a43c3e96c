import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { memoryScratch } from '../support/memoryScratch';
import { requestFor, runEngine } from '../support/runEngine';
import { fifo, link, makeTree, type TreeLiteral } from '../support/tree';

async function copy(source: TreeLiteral, choices: Partial<JobRequest>) {
  // In memory, so that there is no device to reach, whatever disk this machine has.
  const root = memoryScratch();
  makeTree(root, { source });
  const run = await runEngine(requestFor([join(root, 'source')], join(root, 'out'), choices));
  const facts = new Map(run.outcomes.map(({ path, file }) => [path.slice('source/'.length), file]));
  return { ...run, facts, names: readdirSync(join(root, 'out')) };
}

const WITHOUT_CONTENT: TreeLiteral = { empty: '', folder: {}, l: link('x'), p: fifo() };

test('V1: `stream` reads nothing back, so there are no digests of the destination', async () => {
  const { summary, facts } = await copy({ a: 'x' }, { verification: 'stream' });
  expect(summary).toMatchObject({ grade: 'stream', gradeReason: null, gradeCounts: { stream: 1 } });
  expect(facts.get('a')).toMatchObject({ grade: 'stream', sourceDigests: { sha256: expect.any(String) } });
  expect(facts.get('a')).not.toHaveProperty('destinationDigests');
  expect(facts.get('a')).not.toHaveProperty('gradeReason');
});

test('V2: `readBack` compares the digests of both sides', async () => {
  const { summary, facts } = await copy({ a: 'x', b: 'y' }, { verification: 'readBack' });
  expect(summary).toMatchObject({ grade: 'readBack', gradeReason: null, gradeCounts: { readBack: 2 } });
  expect(facts.get('a')?.destinationDigests).toEqual(facts.get('a')?.sourceDigests);
  expect(facts.get('a')?.sourceDigests).not.toEqual(facts.get('b')?.sourceDigests);
});

test.each(['device', 'deviceAndSource'] as const)(
  'V3, invariant 7: `%s` is recorded as the `readBack` that was done, with the reason',
  async (verification) => {
    const { summary, facts } = await copy({ a: 'x' }, { verification });
    expect(summary).toMatchObject({ status: 'complete', gradeRequested: verification, grade: 'readBack' });
    expect(summary.gradeReason).toMatch(/block device/);
    expect(facts.get('a')?.gradeReason).toBe(summary.gradeReason);
  },
);

test('V: with requireGrade a grade that is not reached fails each file with content, and none of them has a final name', async () => {
  const { summary, outcomes, names } = await copy(
    { a: 'x', empty: '' },
    { verification: 'device', requireGrade: true },
  );
  expect(summary).toMatchObject({ status: 'incomplete', grade: null, failures: [{ code: 'gradeNotReached' }] });
  expect(summary.failures[0]?.args).toMatchObject({
    requested: 'device',
    reason: expect.stringMatching(/block device/),
  });
  expect(outcomes.filter(({ outcome }) => outcome === 'failed').map(({ path }) => path)).toEqual(['source/a']);
  expect(names.sort()).toEqual(['evidence-records', 'source (INCOMPLETE)']);
});

test('V: with requireGrade a grade that is reached is fine', async () => {
  for (const verification of ['stream', 'readBack'] as const) {
    const { summary } = await copy({ a: 'x' }, { verification, requireGrade: true });
    expect(summary).toMatchObject({ status: 'complete', grade: verification });
  }
});

test('E2: three passes always read back, so `stream` becomes `readBack`', async () => {
  const { summary } = await copy({ a: 'x' }, { verification: 'stream', useBufferReuse: false });
  expect(summary).toMatchObject({ grade: 'readBack', gradeRequested: 'stream', gradeReason: null });
});

test.each([{ verification: 'stream' }, { verification: 'device' }, { useBufferReuse: false }] as const)(
  'V: what has no content has no grade and counts for none (%j)',
  async (choices) => {
    const { summary, facts } = await copy(WITHOUT_CONTENT, choices);
    expect(summary).toMatchObject({
      status: 'complete',
      grade: null,
      gradeReason: null,
      gradeCounts: {},
      sourceReads: 0,
      destinationReads: 0,
      readsSaved: 0,
    });
    expect(facts.get('empty')).toMatchObject({ grade: null, sourceReads: 0, destinationReads: 0, readsSaved: 0 });
    const mixed = await copy({ ...WITHOUT_CONTENT, a: 'x' }, { verification: 'readBack' });
    expect(mixed.summary).toMatchObject({ grade: 'readBack', gradeCounts: { readBack: 1 } });
  },
);
