import type { AbandonedThreads } from '../../client/engine/abandonedThreads';
import type { Terminal } from '../output/terminal';

/** A device that still does not answer after this, in milliseconds, is not waited for. */
const PATIENCE_MS = 60_000;

/**
 * Waits at the end of the command line for threads that hang in the system: `exit` would wait for them too, and for good.
 * When that lasts too long the process kills itself, which ends every call that the system lets be interrupted. A call
 * that it does not (state D) keeps the process until the device answers or is taken away; nothing can be done about that.
 */
export async function waitForAbandoned(abandoned: AbandonedThreads, terminal: Terminal): Promise<void> {
  if (abandoned.attempts.length === 0) return;
  terminal.error('Waiting for a device that does not answer, to end in good order. Disconnect it to end at once.\n');
  const timer = setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS);
  await abandoned.allEnded();
  clearTimeout(timer);
}
