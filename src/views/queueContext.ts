import type * as vscode from 'vscode';
import type { CopyQueue } from '../client/copyQueue';
import type { QueueState } from '../client/queueListener';
import { ContextKey } from '../host/contextKey';
import { type QueueContext, STATE_CONTEXT } from '../host/contributions';
import { queueContextModel } from './queueContextModel';

/** Keeps the context key by which commands are enabled in step with the queue. */
export function createQueueContext(queue: CopyQueue): vscode.Disposable {
  const key = new ContextKey<QueueContext>(STATE_CONTEXT);
  const render = (state: QueueState): void => key.set(queueContextModel(state));
  const subscription = queue.subscribe({ onDidChange: render });
  render(queue.state);
  return {
    dispose: () => {
      subscription.dispose();
      key.dispose();
    },
  };
}
