import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/client/selfTest/checks';
import { type Installation, installationAt } from '../../src/client/selfTest/installation';
import { runSelfTest } from '../../src/client/selfTest/runSelfTest';
import { type Break, brokenEngine } from '../support/brokenEngine';
import { BUNDLES } from '../support/bundles';
import { scratchFolder } from '../support/scratch';

const never = new AbortController().signal;

async function selfTest(installation: Installation, signal: AbortSignal = never) {
  const { result, report } = await runSelfTest(installation, scratchFolder(), {}, signal);
  const failed = result.checks.filter(({ passed }) => !passed).map(({ id }) => id);
  return { result, report, failed };
}

/** What is broken in an engine, and the checks that have to notice. */
const BROKEN: readonly (Break & { readonly what: string; readonly noticed: readonly string[] })[] = [
  {
    what: 'no fault is planted',
    file: 'fs/faultyFile.ts',
    replace: 'basename(path) === fault.name',
    by: 'false',
    noticed: ['bitFlip', 'truncation', 'readError', 'fullDestination'],
  },
  {
    what: 'reading back compares nothing',
    file: 'verify/readBack.ts',
    replace: 'read.bytes === size && sameDigests(read.digests, sourceDigests)',
    by: 'true',
    noticed: ['bitFlip'],
  },
  {
    what: 'an audit that has findings passes',
    file: 'audit/findings.ts',
    replace: 'this.counts[kind]++;',
    by: 'return;',
    noticed: ['changedBit', 'truncatedFile', 'missingFile', 'extraFile'],
  },
];

describe('L1: the self-test', () => {
  test('passes on the shipped engine, names version and bundles, and leaves nothing but its reports', async () => {
    const { result, report, failed } = await selfTest(installationAt(BUNDLES.worker, 'test'));
    expect(failed).toEqual([]);
    expect(result).toMatchObject({ status: 'passed', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(result.checks).toHaveLength(CHECKS.length);
    expect(readdirSync(result.folder).sort()).toEqual(['self-test.html', 'self-test.json']);
    expect(JSON.parse(readFileSync(join(result.folder, 'self-test.json'), 'utf8'))).toEqual(result);
    const page = readFileSync(report, 'utf8');
    for (const text of [result.version, result.startedAt, ...Object.values(result.bundles)])
      expect(page).toContain(text);
    expect(Object.keys(result.bundles)).toEqual(['worker.js', 'lane.js']);
  });

  test.each(BROKEN)('fails where $what, in the checks that show it', async ({ noticed, ...broken }) => {
    const { result, report, failed } = await selfTest(installationAt(await brokenEngine(broken), 'test'));
    expect(result.status).toBe('failed');
    expect(failed).toEqual(noticed);
    expect(readFileSync(report, 'utf8')).toContain('FAILED: do not rely on this installation');
  });

  test('fails, and removes its copies, where the engine cannot even be started', async () => {
    const missing = installationAt(join(scratchFolder(), 'worker.js'), 'test');
    const { result, failed } = await selfTest({ ...missing, bundles: async () => ({}) });
    expect(result.status).toBe('failed');
    expect(failed).toEqual(CHECKS.map(({ id }) => id));
    expect(existsSync(join(result.folder, 'work'))).toBe(false);
  });

  test('that was cancelled has not passed', async () => {
    const { result } = await selfTest(installationAt(BUNDLES.worker, 'test'), AbortSignal.abort());
    expect(result).toMatchObject({ status: 'cancelled', checks: [] });
  });
});
