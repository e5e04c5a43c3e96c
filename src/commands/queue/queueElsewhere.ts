import * as vscode from 'vscode';
import { QueueElsewhereError } from '../../client/queue/sharedQueue';
import { UserError } from '../../host/userError';

/**
 * What changes the queue, with a sentence for the person where another window has it.
 * @throws {UserError} in that case
 */
export async function inThisWindow<Result>(change: Promise<Result>): Promise<Result> {
  try {
    return await change;
  } catch (error) {
    throw error instanceof QueueElsewhereError ? elsewhereError(error) : error;
  }
}

function elsewhereError({ owner }: QueueElsewhereError): UserError {
  return owner === null
    ? new UserError(vscode.l10n.t('Another window runs the queue. Use that window, or wait until its jobs have ended.'))
    : new UserError(
        vscode.l10n.t(
          'Another window runs the queue (process {0} on {1}). Use that window, or wait until its jobs have ended.',
          owner.pid,
          owner.hostname,
        ),
      );
}
