import type { CopyQueue } from '../../client/queue/copyQueue';
import { findJob, type Queue } from '../../client/queue/queueState';
import type { Failure } from '../../engine/model/failure/failure';
import { isPlainText } from '../../engine/model/text/pathText';
import { isThere } from '../../host/isThere';
import type { LogChannel } from '../../host/log';
import type { CommandHandler } from '../../host/registerCommand';
import { revealPath } from '../../host/revealPath';

/** What the command needs of the extension. */
export interface FailureCommandNeeds {
  readonly queue: CopyQueue;
  readonly logChannel: LogChannel;
}

/** Id of the row of a failure: that of its job, and its number. */
const ROW = /^([^/]+)\/failure:(\d+)$/;

/**
 * "Show Failed Item": by the id of a failure's row, what failed where it lies; where that is gone, or its name is one that
 * the editor cannot hold, the log, which names it with the cause.
 */
export function showFailure({ queue, logChannel }: FailureCommandNeeds): CommandHandler {
  return async (row) => {
    const path = failureOf(queue.state, row)?.path;
    if (path !== undefined && isPlainText(path) && (await isThere(path))) await revealPath(path);
    else logChannel.show();
  };
}

function failureOf(queue: Queue, row: unknown): Failure | undefined {
  const [, jobId = '', number = ''] = ROW.exec(typeof row === 'string' ? row : '') ?? [];
  const job = findJob(queue, jobId);
  return job !== undefined && 'summary' in job ? job.summary.failures[Number(number)] : undefined;
}
