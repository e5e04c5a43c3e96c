import { join } from 'node:path';
import * as vscode from 'vscode';
import { AuditAbandonedError, AuditRefusedError } from '../../client/audit/audit';
import { AuditBusyError, type AuditRunner } from '../../client/audit/auditRunner';
import type { AuditRequest, AuditSummary } from '../../engine/model/audit/audit';
import { refusalText } from '../../engine/model/audit/auditText';
import { failureLine } from '../../engine/model/failure/failureText';
import type { PathText } from '../../engine/model/text/pathText';
import { auditRequestFor } from '../../host/auditRequest';
import { notify } from '../../host/notify';
import type { CommandHandler } from '../../host/registerCommand';
import { translate } from '../../host/translate';
import { UserError } from '../../host/userError';
import { invalidArgumentsError, notLocalError } from '../arguments/argumentErrors';
import { askFolderToVerify, askListOfDigests, askManifest } from './askWhatToVerify';
import { type VerifyArguments, verifyArguments } from './verifyArguments';

/** What the commands for verifications need of the extension. */
export interface VerifyNeeds {
  readonly audits: AuditRunner;
}

/**
 * "Verify Folder Against Manifest…": holds what was picked, or what the person is asked for, against what it lists, one
 * folder after another. It only reads, so it works in Restricted Mode too. The command ends with the summaries, so that a
 * task or another extension can wait for them; without those that the person thought better of.
 */
export function verifyFolder({ audits }: VerifyNeeds): CommandHandler {
  return async (first, second): Promise<readonly AuditSummary[]> => {
    const summaries: AuditSummary[] = [];
    const given = verifyArguments(first, second);
    // Nobody may be there to answer where a key binding, a task or another extension names the folder.
    const chooseList = given.kind === 'named' ? chooseOneOf : chooseAny;
    for (const request of await requestsFor(given)) {
      const summary = await verify(request, audits, chooseList);
      if (summary !== undefined) summaries.push(summary);
      if (summary?.status === 'cancelled') break;
    }
    return summaries;
  };
}

/** "Pause Verification". */
export function pauseVerification({ audits }: VerifyNeeds): CommandHandler {
  return () => audits.pause();
}

/** "Resume Verification". */
export function resumeVerification({ audits }: VerifyNeeds): CommandHandler {
  return () => audits.resume();
}

async function requestsFor(given: VerifyArguments): Promise<readonly AuditRequest[]> {
  switch (given.kind) {
    case 'none': {
      const folder = await askFolderToVerify();
      return folder === undefined ? [] : [{ folder }];
    }
    case 'picked':
      return Promise.all(given.paths.map(auditRequestFor));
    case 'named':
      return [given.request];
    case 'notLocal':
      throw notLocalError(given.what);
    case 'invalid':
      throw invalidArgumentsError(given.why, '{ "folder": "…", "manifest": "…", "recordsDir": "…" }');
    default:
      return given satisfies never;
  }
}

/** Chooses the list that a folder is held against, where that is not clear; undefined if the person chooses none. */
type ChooseList = (request: AuditRequest, refusal: AuditRefusedError) => Promise<PathText | undefined>;

/** Undefined where a list has to be chosen, and the person chooses none. */
async function verify(
  request: AuditRequest,
  audits: AuditRunner,
  chooseList: ChooseList,
): Promise<AuditSummary | undefined> {
  try {
    return await audits.run(request);
  } catch (error) {
    if (!(error instanceof AuditRefusedError)) throw forPerson(error);
    const manifest = await chooseList(request, error);
    return manifest === undefined ? undefined : verify({ ...request, manifest }, audits, chooseList);
  }
}

/** One of the lists that lie in the folder. Throws where there is none. */
const chooseOneOf: ChooseList = async ({ folder }, refusal) => {
  const { lists } = refusal;
  if (lists === null || lists.length === 0) throw forPerson(refusal);
  const list = await askManifest(folder, lists);
  return list === undefined ? undefined : join(folder, list);
};

/** The same; where there is none, any other file: a list may have any name, and lie anywhere. */
const chooseAny: ChooseList = async (request, refusal) => {
  if (refusal.lists === null || refusal.lists.length > 0) return chooseOneOf(request, refusal);
  const choose = vscode.l10n.t('Choose a List…');
  const isWanted = (await notify('error', refusedText(refusal), choose)) === choose;
  return isWanted ? askListOfDigests() : undefined;
};

function refusedText({ message, failure }: AuditRefusedError): string {
  return failure === undefined ? refusalText(message, translate) : failureLine(failure, translate);
}

function forPerson(error: unknown): unknown {
  if (error instanceof AuditRefusedError) return new UserError(refusedText(error));
  if (error instanceof AuditBusyError) {
    return new UserError(
      vscode.l10n.t('Another folder is being verified in this window. Wait for it, or cancel it in its notification.'),
    );
  }
  if (error instanceof AuditAbandonedError) {
    return new UserError(
      vscode.l10n.t(
        'The verification was given up, because a device does not answer: nothing is known about the files. Check drives, cables and network, and verify again.',
      ),
    );
  }
  return error;
}
