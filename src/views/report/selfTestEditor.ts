import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { type PathText, printable } from '../../engine/model/text/pathText';
import { SELF_TEST_VIEW } from '../../host/contributions';

/** Shows the report of a self-test in an editor: a page without scripts, which gets nothing from anywhere. */
export function showSelfTest(report: PathText, page: string): void {
  const panel = vscode.window.createWebviewPanel(
    SELF_TEST_VIEW,
    printable(basename(dirname(report))),
    vscode.ViewColumn.Active,
    { enableScripts: false, enableFindWidget: true, localResourceRoots: [] },
  );
  panel.webview.html = page;
}
