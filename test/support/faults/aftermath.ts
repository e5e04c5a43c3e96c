import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod/mini';
import { JobRequestSchema } from '../../../src/engine/model/job/job';
import { type CliResult, jobSummary } from '../cli';
import { treeDifferences } from '../treeDifferences';
import { runCommand } from './commands';
import { contentOf } from './samples';

// What a destination looks like after something went wrong.

const RECORDS = 'evidence-records';
const STAGING = /^INCOMPLETE-[0-9a-f]{8}$/;
/** A staging folder that has no name yet, or none any more: it holds no evidence. */
const NAMELESS = /^\.INCOMPLETE-[0-9a-f]{8}\.\w+$/;

const FirstLineSchema = z.looseObject({
  event: z.literal('jobStarted'),
  attempt: z.looseObject({ request: JobRequestSchema }),
});

/** Names in a destination that look like copies. */
export function finalNames(destination: string): string[] {
  if (!existsSync(destination)) return [];
  return readdirSync(destination).filter((name) => name !== RECORDS && !STAGING.test(name) && !NAMELESS.test(name));
}

/** Absolute paths of the staging folders in a destination. */
export function stagingFolders(destination: string): string[] {
  if (!existsSync(destination)) return [];
  return readdirSync(destination)
    .filter((name) => STAGING.test(name))
    .map((name) => join(destination, name));
}

/**
 * What must hold at any moment, also after a crash: what has a final name is whole and equals its source, and each
 * staging folder tells what it is.
 */
export function expectNothingPartial(destination: string, sources: readonly string[]): void {
  const bySource = new Map(sources.map((source) => [basename(source), source]));
  for (const name of finalNames(destination)) {
    const source = bySource.get(name);
    expect(source, `${name} has a final name and is no copy`).toBeDefined();
    if (source === undefined) continue;
    expect([...contentOf(join(destination, name))].sort(), `what ${name} holds`).toEqual([...contentOf(source)].sort());
  }
  for (const folder of stagingFolders(destination)) expectCustodyLog(folder, sources);
  if (!existsSync(destination)) return;
  for (const name of readdirSync(destination).filter((name) => NAMELESS.test(name))) {
    const payload = join(destination, name, 'payload');
    if (existsSync(payload)) expect(readdirSync(payload), `${name} holds no evidence`).toEqual([]);
  }
}

/** The custody log of a staging folder begins with the request, so that the job can be resumed. */
export function expectCustodyLog(staging: string, sources: readonly string[]): void {
  expect(lstatSync(staging).isDirectory()).toBe(true);
  const [first = ''] = readFileSync(join(staging, 'custody.jsonl'), 'utf8').split('\n');
  const { attempt } = FirstLineSchema.parse(JSON.parse(first));
  expect(attempt.request.sources).toEqual(sources);
}

/**
 * A destination holds exactly one finished copy of a folder: the same as an undisturbed one, by diff(1), with the modes
 * and times of its source, and nothing that is unfinished.
 */
export function expectUndisturbed(destination: string, source: string, undisturbed: string): void {
  const name = basename(source);
  expect(finalNames(destination)).toEqual([name]);
  expect(stagingFolders(destination)).toEqual([]);
  runCommand('diff', '-r', '--no-dereference', join(undisturbed, name), join(destination, name));
  expect(treeDifferences(source, join(destination, name))).toEqual([]);
}

/** A job that came to a bad end: one summary that says why, exit status 1, nothing under a final name. */
export function expectFailed(result: CliResult, destination: string, code: string) {
  const summary = jobSummary(result.stdout);
  expect(
    summary.failures.map((failure) => failure.code),
    result.stdout,
  ).toContain(code);
  expect(summary.status).toBe('failed');
  expect(result.status).toBe(1);
  expect(finalNames(destination)).toEqual([]);
  const failure = summary.failures.find((each) => each.code === code);
  if (failure === undefined) throw new Error(`no failure ${code}`);
  return { summary, failure };
}
