import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { findJob, isLeftUnfinished } from '../../client/queue/queueState';
import type { Attempt } from '../../engine/model/job/job';
import { notify } from '../../host/notify';
import type { CommandHandler } from '../../host/registerCommand';
import { jobIdsOf } from '../arguments/jobArguments';

/** What commands for rows need where they are called by a key, which says nothing about rows. */
export interface SelectionNeeds {
  readonly queue: CopyQueue;
  /** Ids of the rows that are selected in the tree. */
  selectedRows(): readonly string[];
  /** Asks whether jobs are to leave the queue, by their names. */
  askAboutRemoving(jobs: readonly Attempt[]): Promise<boolean>;
}

/** A command for rows that is for the selected ones where none are given. */
export function onSelection(command: CommandHandler, { selectedRows }: SelectionNeeds): CommandHandler {
  return (first, second) => {
    if (first !== undefined || second !== undefined) return command(first, second);
    const selected = selectedRows();
    return command(selected[0], selected);
  };
}

/**
 * "Remove from Queue" that is for the selected jobs where none are given. Those are named first: arrow keys move the focus
 * and leave the selection where it was.
 */
export function removeOnSelection(remove: CommandHandler, needs: SelectionNeeds): CommandHandler {
  const { queue, selectedRows, askAboutRemoving } = needs;
  return async (first, second) => {
    if (first !== undefined || second !== undefined) return remove(first, second);
    const jobs = jobIdsOf(undefined, selectedRows()).flatMap((jobId) => findJob(queue.state, jobId) ?? []);
    const removable = jobs.filter((job) => job !== queue.state.running);
    if (removable.length === 0) {
      if (jobs.length > 0) void notify('information', vscode.l10n.t('A job that runs has to be cancelled first.'));
      return undefined;
    }
    // About an unfinished one the command asks itself.
    const unasked = removable.filter((job) => !isLeftUnfinished(job)).map(({ attempt }) => attempt);
    if (unasked.length > 0 && !(await askAboutRemoving(unasked))) return undefined;
    return remove(
      undefined,
      removable.map(({ attempt }) => attempt.jobId),
    );
  };
}
