import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { CopyQueue } from '../client/copyQueue';
import type { Conflict } from '../engine/model/job';
import { type PathText, printable } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';
import { existingNames } from '../host/existingNames';
import type { LastDestination } from '../host/lastDestination';
import type { CommandHandler } from '../host/registerCommand';
import type { Settings } from '../host/settingsSchema';
import { UserError } from '../host/userError';
import { askDestination } from './askDestination';
import { askSources } from './askSources';
import { buildJobRequest, type CopyChoice } from './buildJobRequest';
import { type CopyArguments, copyArguments, fromUris } from './copyArguments';
import { notLocalError } from './notLocal';
import { inThisWindow } from './queueElsewhere';

/** What the command needs of the extension. */
export interface CopyCommandNeeds {
  readonly queue: CopyQueue;
  readonly lastDestination: LastDestination;
  /** A snapshot of the settings of this moment. */
  readSettings(): Settings;
  /** Asks what to do about names the destination has already; undefined if the person cancels. */
  askAboutExistingNames(
    names: readonly string[],
    selected: number,
    destination: PathText,
  ): Promise<Conflict | undefined>;
}

/**
 * "Copy with Verification…": asks for what was not given, shows names that exist at the destination before anything is
 * written, and adds the copy to the queue. The command ends with the summary of the copy, so that a task or another
 * extension can wait for it; with null or undefined if the person thought better of it.
 */
export function copyWithVerification(needs: CopyCommandNeeds): CommandHandler {
  return async (first, second): Promise<JobSummary | null | undefined> => {
    const choice = await completeChoice(copyArguments(first, second), needs.lastDestination);
    if (choice === undefined) return undefined;
    const settings = needs.readSettings();
    const conflict = await agreeOnConflict(choice, settings.conflict, needs);
    if (conflict === undefined) return undefined;
    const request = buildJobRequest(choice, { ...settings, conflict });
    return inThisWindow(needs.queue.add({ jobId: randomUUID(), attempt: 1, request }));
  };
}

/** Sources and destination, asked for where they were not given; undefined if the person cancels. */
async function completeChoice(given: CopyArguments, last: LastDestination): Promise<CopyChoice | undefined> {
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

/** Existing names are a question only where the setting says that they stop the copy; undefined if the person cancels. */
async function agreeOnConflict(
  choice: CopyChoice,
  setting: Conflict,
  { askAboutExistingNames }: CopyCommandNeeds,
): Promise<Conflict | undefined> {
  if (setting !== 'fail') return setting;
  const names = await existingNames(choice.sources, choice.destination);
  if (names.length === 0) return setting;
  return askAboutExistingNames(names, choice.sources.length, choice.destination);
}
