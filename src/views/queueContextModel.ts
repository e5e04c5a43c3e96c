import type { QueueState } from '../client/copyQueue';

/** The state of the queue in one word, for the enablement of commands. */
export function queueContextModel({ running }: QueueState): 'idle' | 'running' | 'paused' | 'cancelling' {
  if (running === null) return 'idle';
  if (running.cancelling !== null) return 'cancelling';
  return running.paused ? 'paused' : 'running';
}
