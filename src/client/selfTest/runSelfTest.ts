import { mkdir } from 'node:fs/promises';
import { hostname, platform, release } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../engine/model/failure/thrown';
import { type PathText, printable } from '../../engine/model/text/pathText';
import { localZone } from '../../engine/model/time/localZone';
import { userName } from '../../engine/model/userName';
import { VERSION } from '../../engine/model/version';
import { writeDurably } from '../files/durableFile';
import { removeCopies } from '../files/removeCopies';
import { Bench } from './bench';
import type { Check } from './check';
import { CHECKS } from './checks';
import type { Installation } from './installation';
import { selfTestPage } from './reportPage';
import type { CheckResult, SelfTestResult } from './result';

/** What may be heard of a running self-test. */
export interface SelfTestListener {
  /** A check begins; `number` counts from 1. */
  onCheck?(check: Check, number: number, of: number): void;
}

/** A self-test that has ended, with its report. */
export interface SelfTest {
  readonly result: SelfTestResult;
  /** The report for people: where it is, and its page. */
  readonly report: PathText;
  readonly page: string;
}

/**
 * Makes all checks in a new folder in `destination`, removes the copies, and leaves there a report for people and one for
 * programs. Rejects with the error of the file system where no folder or report can be made there. Once `signal` is given
 * no further check begins.
 */
export async function runSelfTest(
  installation: Installation,
  destination: PathText,
  listener: SelfTestListener,
  signal: AbortSignal,
): Promise<SelfTest> {
  const startedAt = new Date();
  const started = performance.now();
  const folder = join(destination, `evidence-copy self-test ${nameOf(startedAt)}`);
  await mkdir(destination, { recursive: true });
  await mkdir(folder);
  const bundles = await installation.bundles();
  const checks = await inWorkFolder(join(folder, 'work'), (work) =>
    makeChecks(new Bench(installation, work), listener, signal),
  );
  const result: SelfTestResult = {
    status: statusOf(checks),
    checks,
    version: VERSION,
    bundles,
    surroundings: surroundings(installation.application),
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - started,
    folder,
  };
  await writeDurably(join(folder, 'self-test.json'), `${JSON.stringify(result, null, 2)}\n`);
  const report = join(folder, 'self-test.html');
  const page = selfTestPage(result);
  await writeDurably(report, page);
  return { result, report, page };
}

async function inWorkFolder<T>(work: PathText, run: (work: PathText) => Promise<T>): Promise<T> {
  await mkdir(work);
  try {
    return await run(work);
  } finally {
    await removeCopies(work);
  }
}

async function makeChecks(bench: Bench, listener: SelfTestListener, signal: AbortSignal): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [index, check] of CHECKS.entries()) {
    if (signal.aborted) break;
    listener.onCheck?.(check, index + 1, CHECKS.length);
    results.push(await resultOf(check, bench));
  }
  return results;
}

async function resultOf({ run, ...check }: Check, bench: Bench): Promise<CheckResult> {
  try {
    return { ...check, ...(await run(bench)) };
  } catch (error) {
    return { ...check, passed: false, observed: printable(messageOf(error)) };
  }
}

/** A check that was not made has not passed. */
function statusOf(checks: readonly CheckResult[]): SelfTestResult['status'] {
  if (checks.some(({ passed }) => !passed)) return 'failed';
  return checks.length === CHECKS.length ? 'passed' : 'cancelled';
}

/** Sorts by time, and is a name everywhere. */
function nameOf(time: Date): string {
  return time.toISOString().replaceAll(':', '-');
}

function surroundings(application: string): Readonly<Record<string, string>> {
  return {
    'Runs in': application,
    Node: process.versions.node,
    System: `${platform()} ${release()} ${process.arch}`,
    Host: hostname(),
    User: userName(),
    'Time zone': localZone(),
  };
}
