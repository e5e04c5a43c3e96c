import * as vscode from 'vscode';
import type { PathText } from '../../engine/model/text/pathText';
import type { LastDestination } from '../../host/lastDestination';
import { type CopyArguments, fromUris } from '../arguments/copyArguments';
import { pathsOf } from '../arguments/givenPaths';
import { askDestination } from './askDestination';
import { askSources } from './askSources';
import { type ChoiceWords, copyWords } from './choiceWords';

/** What one copy is to do, as the person chose it. Paths are absolute. */
export interface CopyChoice {
  readonly sources: readonly PathText[];
  readonly destination: PathText;
}

/**
 * Sources and destination, asked for where they were not given; undefined if the person cancels.
 * @throws {UserError} if the arguments cannot be used
 */
export async function completeChoice(
  given: CopyArguments,
  last: LastDestination,
  words: ChoiceWords = copyWords(),
): Promise<CopyChoice | undefined> {
  if (given.kind === 'none') {
    const chosen = await askSources(words);
    return chosen === undefined ? undefined : completeChoice(fromUris(chosen), last, words);
  }
  const sources = pathsOf(given);
  const named = given.kind === 'given' ? given.destination : undefined;
  // In Restricted Mode only what the person picks is copied: a destination in the arguments is merely offered.
  if (named !== undefined && vscode.workspace.isTrusted) return { sources, destination: named };
  const offered = named === undefined ? last.get() : vscode.Uri.file(named);
  const destination = await askDestination(sources.length, offered, words);
  if (destination === undefined) return undefined;
  await last.set(destination);
  return { sources, destination };
}
