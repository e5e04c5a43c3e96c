import { join } from 'node:path';
import { PROJECT_ROOT } from './paths.mjs';
import { findProgram, runCommand } from './runCommand.mjs';

const VITEST = join(PROJECT_ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/**
 * Runs tests with vitest, to their end. Fault tests mount file systems: where this process may mount, all run in a mount
 * namespace of their own, so that these are gone with the last process.
 *
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [environment] In addition to that of this process.
 */
export async function runVitest(args, environment = {}) {
  const mayMount = process.platform === 'linux' && process.getuid?.() === 0 && findProgram('unshare') !== undefined;
  const env = { ...process.env, ...environment, ...(mayMount && { EVIDENCE_COPY_PRIVATE_MOUNTS: '1' }) };
  const [command = '', ...rest] = [
    ...(mayMount ? ['unshare', '--mount', '--propagation', 'private'] : []),
    process.execPath,
    VITEST,
    'run',
    ...args,
  ];
  await runCommand(command, rest, { show: true, cwd: PROJECT_ROOT, env });
}
