import * as vscode from 'vscode';
import { translate } from '../../host/translate';

/** What the dialogs say that ask for sources and destination, in the person's language. */
export interface ChoiceWords {
  /** What it is all for. */
  readonly title: string;
  readonly whatSources: string;
  readonly destinationTitle: (count: number) => string;
  /** On the button that takes the destination. */
  readonly destinationLabel: string;
}

/** For a copy that stays. */
export function copyWords(): ChoiceWords {
  return {
    title: vscode.l10n.t('Copy with Verification'),
    whatSources: vscode.l10n.t('What is to be copied?'),
    destinationTitle: (count) =>
      count === 1 ? vscode.l10n.t('Copy 1 Item to…') : translate('Copy {0} Items to…', count),
    destinationLabel: vscode.l10n.t('Copy Here'),
  };
}

/** For copies that are only measured, and removed. */
export function measureWords(): ChoiceWords {
  return {
    title: vscode.l10n.t('Measure Buffer Reuse'),
    whatSources: vscode.l10n.t('What is to be copied for the measurement?'),
    destinationTitle: () => vscode.l10n.t('Folder for Copies that Are Removed Again'),
    destinationLabel: vscode.l10n.t('Measure Here'),
  };
}
