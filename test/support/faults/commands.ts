import { spawnSync } from 'node:child_process';

const LIMIT_MS = 20_000;

/** Names are UTF-8 on every machine, also where nobody has chosen a locale: unzip goes by that. */
const ENVIRONMENT = { ...process.env, LC_ALL: 'C.UTF-8' };

/** Runs a short command to its end. Throws with what it printed where it fails or takes longer than 20 s. */
export function runCommand(command: string, ...args: string[]): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    env: ENVIRONMENT,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}: ${signal ?? status}\n${stdout}${stderr}`);
  return stdout;
}

/** Whether a short command can be run and ends well. */
export function succeeds(command: string, ...args: string[]): boolean {
  const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: LIMIT_MS, env: ENVIRONMENT });
  return status === 0;
}
