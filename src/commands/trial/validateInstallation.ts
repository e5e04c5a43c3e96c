import * as vscode from 'vscode';
import type { Installation } from '../../client/selfTest/installation';
import type { SelfTestResult } from '../../client/selfTest/result';
import { runSelfTest, type SelfTest } from '../../client/selfTest/runSelfTest';
import { messageOf } from '../../engine/model/failure/thrown';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { LastDestination } from '../../host/lastDestination';
import type { CommandHandler } from '../../host/registerCommand';
import { UserError } from '../../host/userError';
import { askFolder } from '../ask/askFolder';

/** What the command needs of the extension. */
export interface ValidateNeeds {
  readonly installation: Installation;
  readonly lastDestination: LastDestination;
  /** Shows the report of a self-test. */
  showSelfTest(report: PathText, page: string): void;
}

/**
 * "Validate This Installation…": the self-test in a folder that the person chooses, where its report stays. The command
 * ends with the result, or with undefined if the person thought better of it before it began.
 */
export function validateInstallation(needs: ValidateNeeds): CommandHandler {
  return async (argument): Promise<SelfTestResult | undefined> => {
    const folder = await askFolder(
      argument,
      vscode.l10n.t('Folder for the Self-Test and Its Report'),
      vscode.l10n.t('Test Here'),
      needs.lastDestination.get(),
    );
    if (folder === undefined) return undefined;
    const { result, report, page } = await testWithProgress(folder, needs.installation);
    needs.showSelfTest(report, page);
    return result;
  };
}

async function testWithProgress(folder: PathText, installation: Installation): Promise<SelfTest> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Validating this installation'),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    const subscription = token.onCancellationRequested(() => stop.abort());
    const onCheck = (number: number, of: number): void => {
      progress.report({ message: vscode.l10n.t('check {0} of {1}', number, of), increment: number > 1 ? 100 / of : 0 });
    };
    try {
      return await runSelfTest(installation, folder, { onCheck: (_, number, of) => onCheck(number, of) }, stop.signal);
    } catch (error) {
      const cause = printable(messageOf(error));
      throw new UserError(
        vscode.l10n.t('No self-test could be made in "{0}": {1}. Choose another folder.', printable(folder), cause),
      );
    } finally {
      subscription.dispose();
    }
  });
}
