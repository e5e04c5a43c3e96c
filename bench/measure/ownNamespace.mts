import { Problem } from '../../scripts/support/problem.mjs';
import { findProgram, runCommand } from '../../scripts/support/runCommand.mjs';

/** Set where this process has a mount namespace of its own, in which nothing stays mounted after it. */
const PRIVATE_MOUNTS = 'EVIDENCE_COPY_PRIVATE_MOUNTS';

/**
 * Runs a script once more, with the arguments of this process, where nothing stays mounted after it; true when that has ended.
 * False where it is so already. Throws a {@link Problem} where mounting is not possible.
 *
 * @param script Absolute path.
 */
export async function inOwnNamespace(script: string): Promise<boolean> {
  if (process.env[PRIVATE_MOUNTS] !== undefined) return false;
  if (process.getuid?.() !== 0 || findProgram('unshare') === undefined)
    throw new Problem('The steady disk is mounted, which takes Linux and root. Without: npm run bench -- --disk real');
  const args = ['--mount', '--propagation', 'private', process.execPath, script, ...process.argv.slice(2)];
  await runCommand('unshare', args, { show: true, env: { ...process.env, [PRIVATE_MOUNTS]: '1' } });
  return true;
}
