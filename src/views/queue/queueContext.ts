import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { QueueState } from '../../client/queue/queueListener';
import { nextJob } from '../../client/queue/queueState';
import { ContextKey } from '../../host/contextKey';
import { FINISHED_CONTEXT, type QueueContext, START_CONTEXT, STATE_CONTEXT } from '../../host/contributions';
import { finishedContextModel, queueContextModel, startContextModel } from './queueContextModel';

/** Keeps the context keys by which commands are enabled and buttons are shown in step with the queue. */
export function createQueueContext(queue: CopyQueue): vscode.Disposable {
  const state = new ContextKey<QueueContext>(STATE_CONTEXT);
  const start = new ContextKey(START_CONTEXT);
  const finished = new ContextKey(FINISHED_CONTEXT);
  const render = (queueState: QueueState): void => {
    state.set(queueContextModel(queueState, nextJob(queueState) !== undefined));
    start.set(startContextModel(queueState));
    finished.set(finishedContextModel(queueState));
  };
  const subscription = queue.subscribe({ onDidChange: render });
  render(queue.state);
  return vscode.Disposable.from(subscription, state, start, finished);
}
