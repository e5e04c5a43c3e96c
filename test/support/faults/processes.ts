import { type SpawnOptions, spawn } from 'node:child_process';
import { BUNDLES } from '../bundles';
import { type CliResult, collect, type RunningCli } from '../cli';

const LIMIT_MS = 40_000;

type Awaitable<T> = T | Promise<T>;

/** How the command line is run. */
export interface BoundedOptions {
  /** What it may take, in milliseconds; after that it is killed and the test fails. */
  readonly limitMs?: number;
  /** A command that runs the rest of the line, with its arguments: strace, prlimit, setpriv. */
  readonly under?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A command line that cannot outlive its time. */
export interface BoundedCli extends RunningCli {
  /** Kills it with everything that it started. */
  kill(): void;
}

/** Starts the shipped command line; its result is rejected where it does not end in time. Nothing may hang. */
export function startBounded(args: readonly string[], options: BoundedOptions = {}): BoundedCli {
  const [command = '', ...rest] = [...(options.under ?? []), process.execPath, BUNDLES.cli, ...args];
  return startProcess(command, rest, options);
}

/** Arguments of a copy that is read back and tells of itself in JSON. */
export function copying(sources: string | readonly string[], to: string, ...more: string[]): string[] {
  return ['copy', ...[sources].flat(), '--to', to, '--json', '--verification', 'readBack', ...more];
}

/** Runs the shipped command line to its end. */
export function runBounded(args: readonly string[], options: BoundedOptions = {}): Promise<CliResult> {
  return startBounded(args, options).result;
}

function startProcess(command: string, args: readonly string[], options: BoundedOptions): BoundedCli {
  const { limitMs = LIMIT_MS, env, cwd } = options;
  // A process group of its own, so that a tracer can be killed together with what it traces.
  const settings: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'], detached: true };
  if (env !== undefined) settings.env = { ...process.env, ...env };
  if (cwd !== undefined) settings.cwd = cwd;
  const running = collect(spawn(command, args, settings));
  const kill = () => {
    const { pid, exitCode, signalCode } = running.process;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  };
  return { ...running, kill, result: within(limitMs, running.result, kill) };
}

/** The result, or a rejection after the limit, whatever becomes of the process: it may hang in the kernel. */
function within(limitMs: number, result: Promise<CliResult>, kill: () => void): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      kill();
      reject(new Error(`the command line did not end within ${limitMs} ms`));
    }, limitMs);
    result.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Waits until `condition` gives something, looking again and again; throws after half a minute. */
export async function until<T>(what: string, condition: () => Awaitable<T | undefined | false>): Promise<T> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Runs several at once and waits for all of them, also where one fails; then throws the first failure. */
export async function allOf(runs: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(runs)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
