import { fs } from './nodeFs';

/** What POSIX promises at least on a system of today, and what macOS and older Linuxes give a process. */
const USUAL = 1024;

/** How many descriptors this process may have open: the soft limit of proc_pid_limits(5). Where the system does not say, few. */
export function descriptorLimit(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(fs.readFileSync('/proc/self/limits', 'latin1'))?.[1];
    return limit === undefined ? USUAL : Number(limit);
  } catch {
    return USUAL;
  }
}
