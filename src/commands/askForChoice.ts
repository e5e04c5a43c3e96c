import * as vscode from 'vscode';
import { printable } from '../engine/model/pathText';
import type { LastDestination } from '../host/lastDestination';
import { UserError } from '../host/userError';
import { askDestination } from './askDestination';
import { askSources } from './askSources';
import type { CopyChoice } from './buildJobRequest';
import { type CopyArguments, fromUris } from './copyArguments';
import { notLocalError } from './notLocal';

/**
 * Sources and destination, asked for where they were not given; undefined if the person cancels.
 * @throws {UserError} if the arguments cannot be used
 */
export async function completeChoice(given: CopyArguments, last: LastDestination): Promise<CopyChoice | undefined> {
  switch (given.kind) {
    case 'none': {
      const chosen = await askSources();
      return chosen === undefined ? undefined : completeChoice(fromUris(chosen), last);
    }
    case 'given': {
      const { sources } = given;
      // In Restricted Mode only what the person picks is copied: a destination in the arguments is merely offered.
      if (given.destination !== undefined && vscode.workspace.isTrusted)
        return { sources, destination: given.destination };
      const offered = given.destination === undefined ? last.get() : vscode.Uri.file(given.destination);
      const destination = await askDestination(sources.length, offered);
      if (destination === undefined) return undefined;
      await last.set(destination);
      return { sources, destination };
    }
    case 'notLocal':
      throw notLocalError(given.what);
    case 'invalid':
      throw new UserError(
        vscode.l10n.t(
          'The arguments of this command cannot be used: {0}. Give {1} with absolute paths.',
          printable(given.why),
          '{ "sources": ["…"], "destination": "…" }',
        ),
      );
    default:
      return given satisfies never;
  }
}
