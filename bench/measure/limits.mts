import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../scripts/support/say.mjs';

/** What programs are held to. */
export interface Limits {
  /** For the programs and the pages of files that they touch. */
  readonly memoryBytes: number;
  readonly readBytesPerSecond: number;
}

const GROUPS = '/sys/fs/cgroup';

/** A control group (version 1), and where this process was before it entered. */
interface Group {
  readonly folder: string;
  readonly before: string;
}

/**
 * Holds this process, and so the programs it starts, to limits while `use` runs. Where the machine has no control
 * groups of version 1, or this process may not make any, it goes on without limits and says so.
 *
 * @param disk A path on the disk whose reads are limited.
 */
export async function withLimits<Result>(disk: string, limits: Limits, use: () => Promise<Result>): Promise<Result> {
  const groups: Group[] = [];
  try {
    try {
      groups.push(enter('memory', 'memory.limit_in_bytes', String(limits.memoryBytes)));
      const rate = `${deviceOf(disk)} ${limits.readBytesPerSecond}`;
      groups.push(enter('blkio', 'blkio.throttle.read_bps_device', rate));
    } catch (error) {
      say(`    without limits of memory and disk (${error instanceof Error ? error.message : error})`);
    }
    return await use();
  } finally {
    for (const { folder, before } of groups) {
      writeFileSync(join(before, 'cgroup.procs'), String(process.pid));
      rmdirSync(folder);
    }
  }
}

function enter(controller: string, key: string, value: string): Group {
  const before = join(GROUPS, controller, pathOfThisProcess(controller));
  if (!existsSync(before)) throw new Error(`there is no control group for ${controller}`);
  const folder = join(before, `evidence-copy-bench-${process.pid}`);
  mkdirSync(folder);
  try {
    writeFileSync(join(folder, key), value);
    writeFileSync(join(folder, 'cgroup.procs'), String(process.pid));
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  return { folder, before };
}

/** The line of a controller in cgroup(7): `4:memory:/path`. */
function pathOfThisProcess(controller: string): string {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').split('\n');
  const line = lines.map((text) => text.split(':')).find(([, names]) => names?.split(',').includes(controller));
  if (line === undefined) throw new Error(`there is no control group for ${controller}`);
  return line[2] ?? '/';
}

/** Major and minor number, as the kernel composes them (makedev(3)). */
function deviceOf(path: string): string {
  const device = BigInt(statSync(path, { bigint: true }).dev);
  const major = (device >> 8n) & 0xfffn;
  const minor = (device & 0xffn) | ((device >> 12n) & 0xfff00n);
  return `${major}:${minor}`;
}
