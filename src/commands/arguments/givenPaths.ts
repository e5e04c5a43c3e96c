import * as vscode from 'vscode';
import { type PathText, printable } from '../../engine/model/text/pathText';
import { UserError } from '../../host/userError';
import type { GivenArguments } from './copyArguments';
import { notLocalError } from './notLocal';

/**
 * The paths a command was given.
 * @throws {UserError} if they cannot be used
 */
export function pathsOf(given: GivenArguments): readonly PathText[] {
  switch (given.kind) {
    case 'given':
      return given.sources;
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
