import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { FailureError } from '../../src/engine/model/failure/failure';
import { discardJob } from '../../src/engine/resume/discardJob';
import type { Call } from '../support/hookedFileSystem';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { forgetOwners, runUntil } from '../support/killedCopy';
import { memoryScratch } from '../support/memoryScratch';
import { requestFor, runEngine } from '../support/runEngine';
import { makeTree } from '../support/tree';

/** A job that was killed, with the staging folder that it left. */
async function killedJob(isReached: (call: Call) => boolean) {
  const root = memoryScratch();
  makeTree(root, { source: { a: 'first', b: 'second' } });
  const out = join(root, 'out');
  const jobId = randomUUID();
  await runUntil(requestFor([join(root, 'source')], out), isReached, { again: { jobId, attempt: 1 } });
  const staging = join(out, `INCOMPLETE-${jobId.slice(0, 8)}`);
  expect(existsSync(staging)).toBe(true);
  return { root, out, jobId, staging };
}

const whileCopying = ({ kind, path }: Call) => kind === 'file.write' && path.endsWith('/payload/source/b');
const whilePublishing = ({ kind, path }: Call) => kind === 'folder.moveHere' && path.endsWith('/out/source');

/** The code of the failure with which discarding ends. */
function failureOfDiscarding(out: string, jobId: string, fs = nodeFileSystem): string {
  try {
    discardJob(fs, out, jobId);
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
  throw new Error('it was discarded');
}

test('a job that is discarded leaves nothing of itself, and all else as it was; asked again there is nothing', async () => {
  const { out, jobId, staging } = await killedJob(whileCopying);
  mkdirSync(join(out, 'INCOMPLETE-01234567'));
  writeFileSync(join(out, 'of somebody else'), 'x');
  expect(discardJob(nodeFileSystem, out, jobId)).toBe(true);
  expect(existsSync(staging)).toBe(false);
  expect(readdirSync(out).sort()).toEqual(['INCOMPLETE-01234567', 'of somebody else']);
  expect(discardJob(nodeFileSystem, out, jobId)).toBe(false);
  expect(discardJob(nodeFileSystem, join(out, 'nowhere'), jobId)).toBe(false);
});

test('another job whose id begins alike is not touched', async () => {
  const { out, jobId, staging } = await killedJob(whileCopying);
  const other = `${jobId.slice(0, 8)}${randomUUID().slice(8)}`;
  expect(failureOfDiscarding(out, other)).toBe('destinationExists');
  expect(existsSync(join(staging, 'payload', 'source'))).toBe(true);
});

test('a job whose log is not what was written is not touched', async () => {
  const { out, jobId, staging } = await killedJob(whileCopying);
  appendFileSync(join(staging, 'custody.jsonl'), '{}\n');
  expect(failureOfDiscarding(out, jobId)).toBe('logDamaged');
  expect(existsSync(join(staging, 'payload', 'source'))).toBe(true);
});

test('a job that may have given final names is not touched: its log is the only record of them', async () => {
  const { root, out, jobId, staging } = await killedJob(whilePublishing);
  expect(failureOfDiscarding(out, jobId)).toBe('namesGiven');
  expect(existsSync(join(staging, 'payload', 'source'))).toBe(true);
  const again = await runEngine(requestFor([join(root, 'source')], out), { again: { jobId, attempt: 2 } });
  expect(again.summary.status).toBe('complete');
});

test('a job at which an engine is at work is not touched', async () => {
  const { out, jobId } = await killedJob(whileCopying);
  let found = '';
  const looksIn = ({ kind }: Call) => {
    if (kind === 'folder.setTimes' && found === '') found = failureOfDiscarding(out, jobId);
    return false;
  };
  await runUntil(requestFor([join(out, '..', 'source')], out), looksIn, { again: { jobId, attempt: 2 } });
  expect(found).toBe('stagingInUse');
});

test('wherever removing is cut off, discarding once more ends it', async () => {
  for (let number = 1; ; number++) {
    const { out, jobId } = await killedJob(whileCopying);
    const cut = failing('EIO', ({ total }) => total >= number);
    let isCut = false;
    try {
      discardJob(hookedFileSystem(cut), out, jobId);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      isCut = true;
    }
    forgetOwners(out);
    discardJob(nodeFileSystem, out, jobId);
    expect(readdirSync(out).filter((name) => name.startsWith('INCOMPLETE-'))).toEqual([]);
    if (!isCut) break;
  }
});
