import type { QueueState } from '../client/queueListener';

/** What runs in this window, in one word, for the enablement of commands. */
export function queueContextModel({ running, elsewhere }: QueueState): 'idle' | 'running' | 'paused' | 'cancelling' {
  if (running === null || elsewhere !== null) return 'idle';
  if (running.cancelling !== null) return 'cancelling';
  return running.state;
}
