import { spawnSync } from 'node:child_process';

const LIMIT_MS = 20_000;

/** Runs a short command to its end. Throws with what it printed where it fails or takes longer than 20 s. */
export function runCommand(command: string, ...args: string[]): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: LIMIT_MS });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}: ${signal ?? status}\n${stdout}${stderr}`);
  return stdout;
}

/** Whether a short command can be run and ends well. */
export function succeeds(command: string, ...args: string[]): boolean {
  const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: LIMIT_MS });
  return status === 0;
}
