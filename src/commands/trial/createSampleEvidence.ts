import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeSampleEvidence } from '../../client/sample/sampleEvidence';
import { codeOf, messageOf } from '../../engine/model/failure/thrown';
import { type PathText, printable } from '../../engine/model/text/pathText';
import { COMMANDS } from '../../host/contributions';
import { notify } from '../../host/notify';
import type { CommandHandler } from '../../host/registerCommand';
import { revealPath } from '../../host/revealPath';
import { UserError } from '../../host/userError';
import { askFolder } from '../ask/askFolder';

/** Name of the folder; where it is taken, a number follows. */
const NAME = 'Sample evidence';

/** More than this of them beside each other are a mistake. */
const MOST = 100;

/**
 * "Create Sample Evidence…": makes a folder with generated files of several kinds where the person says, so that a first
 * copy needs no real data. The command ends with its path once it is there, or with undefined if the person cancels.
 */
export function createSampleEvidence(): CommandHandler {
  return async (argument): Promise<PathText | undefined> => {
    const place = await askFolder(
      argument,
      vscode.l10n.t('Folder for the Sample Evidence'),
      vscode.l10n.t('Create Here'),
      vscode.workspace.workspaceFolders?.[0]?.uri,
    );
    if (place === undefined) return undefined;
    const folder = await makeIn(place);
    void offerNextStep(folder);
    return folder;
  };
}

async function makeIn(place: PathText): Promise<PathText> {
  for (let number = 1; number <= MOST; number++) {
    const folder = join(place, number === 1 ? NAME : `${NAME} ${number}`);
    try {
      await makeSampleEvidence(folder);
      return folder;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw notMade(place, error);
    }
  }
  throw notMade(place, new Error(NAME));
}

function notMade(place: PathText, error: unknown): UserError {
  const cause = printable(messageOf(error));
  return new UserError(
    vscode.l10n.t(
      'The sample evidence could not be made in "{0}": {1}. Choose another folder.',
      printable(place),
      cause,
    ),
  );
}

async function offerNextStep(folder: PathText): Promise<void> {
  const copy = vscode.l10n.t('Copy It…');
  const show = vscode.l10n.t('Show in Folder');
  const message = vscode.l10n.t('The sample evidence is in "{0}". Nothing in it is real.', printable(folder));
  const chosen = await notify('information', message, copy, show);
  if (chosen === copy) {
    await vscode.commands.executeCommand(COMMANDS.copyWithVerification, vscode.Uri.file(folder));
  }
  if (chosen === show) await revealPath(folder);
}
