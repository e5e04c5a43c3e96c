import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { PROJECT_ROOT } from '../../scripts/support/paths.mjs';

const DAEMON = join(PROJECT_ROOT, 'test', 'support', 'faults', 'faultfs', 'daemon.ts');

/** A folder that passes another one through and fails as it is told (FUSE; needs root). */
class FaultyFolder {
  /**
   * @param {string} backing Where its files are made.
   * @param {string} mounted Where they are seen with their faults.
   * @param {import('node:child_process').ChildProcess} daemon
   */
  constructor(backing, mounted, daemon) {
    this.backing = backing;
    this.mounted = mounted;
    this.daemon = daemon;
  }

  /**
   * Reads of a file fail from one byte on.
   *
   * @param {string} name
   * @param {number} from
   */
  async failReads(name, from) {
    const rule = { op: 'read', path: name, from, fault: { kind: 'error', code: 'EIO' } };
    const answered = once(this.daemon, 'message');
    this.daemon.send({ id: 1, type: 'rules', rules: [rule] });
    await answered;
  }
}

/**
 * @template Result
 * @param {string} folder
 * @param {(faulty: FaultyFolder) => Promise<Result>} use
 */
export async function withFaultyFolder(folder, use) {
  const [program, backing, mounted] = ['faultfs.cjs', 'backing', 'mounted'].map((name) => join(folder, name));
  if (program === undefined || backing === undefined || mounted === undefined) throw new TypeError();
  mkdirSync(backing);
  mkdirSync(mounted);
  await build({ entryPoints: [DAEMON], outfile: program, bundle: true, platform: 'node', format: 'cjs' });
  const daemon = fork(program, [backing, mounted], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const unmount = () => void spawnSync('umount', ['-l', mounted]);
  process.once('exit', unmount);
  try {
    await Promise.race([
      once(daemon, 'message'),
      once(daemon, 'exit').then(() => Promise.reject(new Error('no FUSE'))),
    ]);
    return await use(new FaultyFolder(backing, mounted, daemon));
  } finally {
    process.off('exit', unmount);
    unmount();
    daemon.kill();
  }
}
