import * as vscode from 'vscode';
import type { ComparisonStep } from '../../client/comparison/compareMethods';
import type { Measurement } from '../../client/comparison/measurement';
import { MEASUREMENT_VIEW } from '../../host/contributions';
import { translate } from '../../host/translate';
import { jobName } from '../text/jobNameModel';
import { measurementReport, stepText } from './measurementModel';
import { measurementPage } from './measurementPageModel';

/** A page that is shown, and the name of what was measured. */
export interface ShownPage {
  readonly name: string;
  /** HTML that needs nothing else. */
  readonly page: string;
}

/** Shows measurements, each in an editor of its own: pages without scripts, which get nothing from anywhere. */
export function createMeasurementEditors() {
  const shown = new Map<vscode.WebviewPanel, ShownPage>();
  return {
    stepText: (step: ComparisonStep): string => stepText(step, translate),

    showMeasurement(measurement: Measurement): void {
      const { language } = vscode.env;
      const page = measurementPage(measurementReport(measurement, language, translate), language, translate);
      const name = jobName(measurement.request, translate);
      const title = vscode.l10n.t('Buffer Reuse: {0}', name);
      const panel = vscode.window.createWebviewPanel(MEASUREMENT_VIEW, title, vscode.ViewColumn.Active, {
        enableScripts: false,
        enableFindWidget: true,
        localResourceRoots: [],
      });
      shown.set(panel, { name, page });
      panel.onDidDispose(() => shown.delete(panel));
      panel.webview.html = page;
    },

    /** The page of the editor that is in front, if it is one of a measurement. */
    measurementInFront(): ShownPage | undefined {
      return [...shown].find(([panel]) => panel.active)?.[1];
    },

    dispose(): void {
      for (const panel of shown.keys()) panel.dispose();
    },
  };
}
