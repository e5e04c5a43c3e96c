import type { CopyQueue } from '../../client/queue/copyQueue';
import type { QueueListener } from '../../client/queue/queueListener';
import type { Failure } from '../../engine/model/failure/failure';
import { FAILURES_IN_SUMMARY } from '../../engine/model/result/summary';
import type { Log } from '../../host/log';
import {
  failureLogLine,
  interruptedLine,
  removedLine,
  stalledLine,
  startLines,
  summaryLines,
  troubleLine,
} from './jobLogModel';

/** Writes every start with its settings, every failure with its cause, and every summary to the log. */
export function createJobLog(queue: CopyQueue, log: Log): { dispose(): void } {
  return queue.subscribe(jobLogListener(log));
}

/** The listener behind {@link createJobLog}. */
export function jobLogListener(log: Log): QueueListener {
  // Failures of items come while the job runs and again, the first of them, in its summary; each is logged once.
  let logged = new Set<string>();
  const logFailure = (failure: Failure): void => {
    const key = JSON.stringify([failure.code, failure.path, failure.offset]);
    if (logged.has(key)) return;
    if (logged.size < FAILURES_IN_SUMMARY) logged.add(key);
    log('error', failureLogLine(failure));
  };
  return {
    onDidStart: (attempt) => {
      logged = new Set();
      for (const line of startLines(attempt)) log('info', line);
    },
    onFailedItems: (_attempt, outcomes) => {
      for (const { failure } of outcomes) if (failure !== undefined) logFailure(failure);
    },
    onLog: log,
    onStalled: (attempt, isStalled) => log(isStalled ? 'warning' : 'info', stalledLine(attempt, isStalled)),
    onDidRemove: (attempt) => log('info', removedLine(attempt)),
    onInterrupted: (jobs) => {
      for (const { summary } of jobs) log('error', interruptedLine(summary));
    },
    onTrouble: (trouble) => log('error', troubleLine(trouble)),
    onDidEnd: (_attempt, summary) => {
      for (const failure of summary.failures) logFailure(failure);
      const level = summary.status === 'complete' ? 'info' : 'error';
      for (const line of summaryLines(summary)) log(level, line);
    },
  };
}
