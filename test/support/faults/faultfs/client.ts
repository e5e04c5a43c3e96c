import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { onTestFinished } from 'vitest';
import { scratchFolder } from '../../scratch';
import { succeeds } from '../commands';
import { memoryFolder } from '../mounts';
import { until } from '../processes';
import type { Answer, LoggedOperation, Request, Rule } from './rules';

// Omit does not reach into a union; this does.
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A mounted file system that fails as it is told. */
export class FaultFs {
  #nextId = 1;

  constructor(
    /** Where it is mounted: what the product sees. */
    readonly folder: string,
    /** What lies behind it: what the test sees, and changes, past all faults. */
    readonly backing: string,
    private readonly daemon: ChildProcess,
  ) {}

  /** Replaces all rules. They hold for every operation that arrives after this. */
  async setRules(...rules: Rule[]): Promise<void> {
    await this.#ask({ type: 'rules', rules });
  }

  /** Every operation since it was mounted, in order. */
  async log(): Promise<readonly LoggedOperation[]> {
    return this.#ask({ type: 'log' });
  }

  /** Waits until an operation is being held back by a rule. */
  async waitUntilHolding(): Promise<LoggedOperation> {
    return until('an operation that is held', async () => (await this.log()).find(({ held }) => held === true));
  }

  /** Serves what is being held back. */
  async release(): Promise<void> {
    await this.#ask({ type: 'release' });
  }

  /** Nothing is answered any more, or all again. */
  setFrozen(isFrozen: boolean): void {
    this.daemon.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT');
  }

  /** The cable is pulled: every call in flight fails, and every later one. */
  pull(): void {
    this.daemon.kill('SIGKILL');
  }

  /** Notes in the recording how far the test has come. */
  async mark(number: number): Promise<void> {
    await this.#ask({ type: 'mark', number });
  }

  #ask(request: WithoutId<Request>): Promise<readonly LoggedOperation[]> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error('the fault file system has ended'));
      const onMessage = (message: Answer) => {
        if (message.type !== 'done' || message.id !== id) return;
        this.daemon.off('message', onMessage).off('exit', onExit);
        resolve(message.log);
      };
      this.daemon.on('message', onMessage).once('exit', onExit);
      this.daemon.send({ ...request, id });
    });
  }
}

/**
 * Mounts an empty one for this test, over a folder in memory. Only for tests that `need` `mounts` and `fuse`.
 *
 * @param options `recording`: path of a file that takes down what is written, for `readRecording`.
 */
export async function faultFs(options: { size?: string; recording?: string } = {}): Promise<FaultFs> {
  const backing = memoryFolder(options);
  const scratch = scratchFolder();
  const folder = join(scratch, 'mount');
  const program = join(scratch, 'daemon.cjs');
  mkdirSync(folder);
  writeFileSync(program, daemonProgram());
  const args = [backing, folder, ...(options.recording === undefined ? [] : [options.recording])];
  const daemon = fork(program, args, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => {
    daemon.kill('SIGKILL');
    succeeds('umount', '-l', folder);
  });
  await new Promise<void>((resolve, reject) => {
    daemon.once('message', () => resolve());
    daemon.once('exit', (code) => reject(new Error(`the fault file system ended with code ${code}`)));
  });
  return new FaultFs(folder, backing, daemon);
}

let built: Uint8Array | undefined;

/** The daemon in one file that Node runs as it is. */
function daemonProgram(): Uint8Array {
  built ??= buildSync({
    entryPoints: [join(import.meta.dirname, 'daemon.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    logLevel: 'warning',
  }).outputFiles[0]?.contents;
  if (built === undefined) throw new Error('the fault file system could not be built');
  return built;
}
