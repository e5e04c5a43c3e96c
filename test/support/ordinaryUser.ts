import { execFileSync } from 'node:child_process';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** Hands everything at and below a path to the user that {@link asOrdinaryUser} runs as. */
export function giveToOrdinaryUser(path: string): void {
  if (isRoot) execFileSync('chown', ['-Rh', `${NOBODY}:${NOBODY}`, '--', path]);
}

/** Runs something as a user whom modes concern: root may read everything, so there it is done as nobody. */
export async function asOrdinaryUser<T>(run: () => Promise<T>): Promise<T> {
  if (!isRoot) return run();
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
