import type { QueueState } from '../../client/queue/queueListener';
import { isStalled } from '../states/stateModel';

/**
 * What runs in this window, in one word, for the enablement of commands. Between two jobs of a batch it stays as it is:
 * buttons that go and come with each job move away under the mouse.
 *
 * @param goesOn Whether the next job begins at once where none runs.
 */
export function queueContextModel(
  { running, elsewhere }: QueueState,
  goesOn: boolean,
): 'idle' | 'running' | 'paused' | 'cancelling' | 'stalled' {
  if (elsewhere !== null) return 'idle';
  if (running === null) return goesOn ? 'running' : 'idle';
  if (isStalled(running)) return 'stalled';
  if (running.cancelling !== null) return 'cancelling';
  return running.state;
}

/** Whether there is something to start, for the button that does it. */
export function startContextModel({ waiting, isStarted, elsewhere }: QueueState): 'ready' | 'none' {
  const waits = waiting.some((job) => job.state === 'queued' && job.start === 'withQueue');
  return waits && !isStarted && elsewhere === null ? 'ready' : 'none';
}

/** Whether there are finished jobs to clear, for the button that does it. */
export function finishedContextModel({ ended, elsewhere }: QueueState): 'some' | 'none' {
  return elsewhere === null && ended.some(({ state }) => state !== 'interrupted') ? 'some' : 'none';
}
