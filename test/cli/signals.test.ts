import { EventEmitter } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Terminal } from '../../src/cli/output/terminal';
import { Interruption } from '../../src/cli/run/interruption';
import { jobSummary, type RunningCli, startCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { makeTree, sparse } from '../support/tree';

const HUGE = 200 * 1024 ** 3;

/** Starts a copy that would take minutes and waits until it is in the middle of its file. */
async function startHugeCopy(
  options: readonly string[] = [],
  command = 'copy',
): Promise<{ root: string; running: RunningCli }> {
  const root = scratchFolder();
  makeTree(root, { huge: sparse(HUGE, {}), out: {} });
  const running = startCli([command, join(root, 'huge'), '--to', join(root, 'out'), ...options]);
  await vi.waitFor(() => expect(findStaged(join(root, 'out'))).toBe(true), { timeout: 20_000, interval: 20 });
  return { root, running };
}

/** Whether the huge file has been begun somewhere below. */
function findStaged(folder: string): boolean {
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('payload/huge'));
}

describe('E9, C: SIGINT', () => {
  test('cancels the copy, keeps the staging folder, says where it is and what to do, and exits 130', async () => {
    const { root, running } = await startHugeCopy();
    running.process.kill('SIGINT');
    const { status, signal, stdout, stderr } = await running.result;
    expect([status, signal]).toEqual([130, null]);
    expect(stderr).toMatch(/Cancelling; once more ends at once/);
    const [name, ...others] = readdirSync(join(root, 'out'));
    expect(others).toEqual([]);
    expect(name).toMatch(/^INCOMPLETE-[0-9a-f]{8}$/);
    expect(stdout).toContain(join(root, 'out', name ?? ''));
    expect(stdout).toMatch(/^Result +CANCELLED$/m);
    expect(stdout).toContain(`evidence-copy resume ${join(root, 'out')}`);
    expect(existsSync(join(root, 'out', name ?? '', 'payload', 'huge'))).toBe(false);
  });

  test('with --json the one summary says cancelled and names the staging folder', async () => {
    const { root, running } = await startHugeCopy(['--json']);
    running.process.kill('SIGINT');
    const { status, stdout } = await running.result;
    expect(status).toBe(130);
    const summary = jobSummary(stdout);
    expect(summary).toMatchObject({ status: 'cancelled', files: 0, failures: [{ code: 'cancelled' }] });
    expect(readdirSync(join(root, 'out'))).toEqual([summary.stagingDir?.split('/').at(-1)]);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s does the same', async (signal) => {
    const { running } = await startHugeCopy(['--json']);
    running.process.kill(signal);
    const { status, stdout } = await running.result;
    expect(status).toBe(130);
    expect(jobSummary(stdout).status).toBe('cancelled');
  });

  test('ends `compare` and leaves nothing of it', async () => {
    const { root, running } = await startHugeCopy([], 'compare');
    running.process.kill('SIGINT');
    const { status, stdout } = await running.result;
    expect(status).toBe(130);
    expect(stdout).toMatch(/CANCELLED/);
    expect(readdirSync(join(root, 'out'))).toEqual([]);
  });
});

/** A process to send signals to. As with the real one, nothing happens after its end. */
class FakeProcess extends EventEmitter {
  exit(code: number): never {
    throw new Error(`exit ${code}`);
  }
}

function interruption() {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text) > 0, on: () => {}, off: () => {} };
  const fake = new FakeProcess();
  return {
    fake,
    said,
    interruption: new Interruption(fake as unknown as NodeJS.Process, new Terminal(stream, stream)),
  };
}

describe('C: an interruption', () => {
  test('cancels at the first signal and ends the process at the second, whichever they are', () => {
    const { fake, said, interruption: interrupted } = interruption();
    const cancel = vi.fn();
    interrupted.onCancel(cancel);
    fake.emit('SIGINT');
    expect([cancel.mock.calls.length, interrupted.wasAsked]).toEqual([1, true]);
    expect(said).toHaveLength(1);
    expect(() => fake.emit('SIGTERM')).toThrow('exit 130');
    expect(cancel).toHaveBeenCalledOnce();
  });

  test('that comes before there is a job cancels the job as soon as it is there', () => {
    const { fake, interruption: interrupted } = interruption();
    fake.emit('SIGINT');
    const cancel = vi.fn();
    interrupted.onCancel(cancel);
    expect(cancel).toHaveBeenCalledOnce();
  });

  test('is no longer listened for when it is disposed of', () => {
    const { fake, interruption: interrupted } = interruption();
    interrupted.dispose();
    expect(fake.eventNames()).toEqual([]);
  });
});
