import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { fs } from './nodeFs';

/** What tells one thread of one process from every other, also from a later one with the same number. */
export const TaskSchema = z.strictObject({
  hostname: z.string(),
  pid: z.int(),
  /** Number of the thread, and when it was started in clock ticks of `/proc`; null where there is no `/proc`. */
  thread: z.nullable(z.strictObject({ tid: z.int(), startTime: z.string() })),
});
export type Task = z.infer<typeof TaskSchema>;

/** The thread that asks. */
export function ownTask(): Task {
  return { hostname: hostname(), pid: process.pid, thread: ownThread() };
}

/**
 * Whether a thread still runs. One of another machine cannot be looked at and counts as running, because to take it for
 * dead wrongly is the worse mistake.
 */
export function isRunning({ hostname: host, pid, thread }: Task): boolean {
  if (host !== hostname()) return true;
  if (thread === null) return hasProcess(pid);
  return startTimeOf(`/proc/${pid}/task/${thread.tid}`) === thread.startTime;
}

function ownThread(): Task['thread'] {
  try {
    const self = fs.readlinkSync('/proc/thread-self');
    const startTime = startTimeOf(`/proc/${self}`);
    return startTime === undefined ? null : { tid: Number(self.split('/').at(-1)), startTime };
  } catch {
    // No Linux, or no /proc: the process is all there is to tell.
    return null;
  }
}

/** Field 22 of `/proc/<pid>/task/<tid>/stat` (proc_pid_stat(5)); undefined where the thread has ended. */
function startTimeOf(folder: string): string | undefined {
  try {
    const text = fs.readFileSync(`${folder}/stat`, 'latin1');
    // The second field is the name of the program and may hold spaces and parentheses itself.
    const [state = '', ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

function hasProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
