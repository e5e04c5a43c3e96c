import { join } from 'node:path';
import * as vscode from 'vscode';
import { safeName } from '../../engine/model/text/safeName';
import type { LastDestination } from '../../host/lastDestination';
import type { CommandHandler } from '../../host/registerCommand';
import { UserError } from '../../host/userError';
import { saveText } from './saveText';

/** Most bytes of the name that is proposed, without its ending. */
const NAME_BYTES = 80;

/** What the command needs of the extension. */
export interface SaveMeasurementNeeds {
  readonly lastDestination: LastDestination;
  /** The measurement in the editor in front: what was measured, and the page about it. */
  measurementInFront(): { readonly name: string; readonly page: string } | undefined;
}

/** "Save Measurement as HTML…": the page that is shown, as a file that needs nothing else. */
export function saveMeasurement({ lastDestination, measurementInFront }: SaveMeasurementNeeds): CommandHandler {
  return async () => {
    const measurement = measurementInFront();
    if (measurement === undefined) {
      throw new UserError(vscode.l10n.t('No measurement is in front. Bring its editor to the front first.'));
    }
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? lastDestination.get();
    const name = `${safeName(`buffer-reuse ${measurement.name}`, NAME_BYTES)}.html`;
    await saveText(measurement.page, {
      title: vscode.l10n.t('Save Measurement as HTML'),
      filters: { HTML: ['html'] },
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.file(join(folder.fsPath, name)) }),
    });
  };
}
