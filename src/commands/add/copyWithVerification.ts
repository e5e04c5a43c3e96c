import { randomUUID } from 'node:crypto';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { Conflict } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import { existingNames } from '../../host/existingNames';
import type { LastDestination } from '../../host/lastDestination';
import type { CommandHandler } from '../../host/registerCommand';
import type { Settings } from '../../host/settingsSchema';
import { copyArguments } from '../arguments/copyArguments';
import { type CopyChoice, completeChoice } from '../ask/completeChoice';
import { inThisWindow } from '../queue/queueElsewhere';
import { buildJobRequest } from './buildJobRequest';

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
