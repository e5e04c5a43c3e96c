import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { QueueState } from '../../client/queue/queueListener';
import { COMMANDS, PRODUCT_NAME, STATUS_BAR_ID } from '../../host/contributions';
import { translate } from '../../host/translate';
import { ThrottledRender } from '../throttledRender';
import { type StatusBarModel, statusBarModel } from './statusBarModel';

/** Shortest time between two changes of the item, in milliseconds. */
const INTERVAL_MS = 250;

const BACKGROUND: Readonly<Record<StatusBarModel['emphasis'], vscode.ThemeColor | undefined>> = {
  none: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
};

/** Shows the state of the queue in the status bar; a click opens the tree of the queue. */
export function createStatusBar(queue: CopyQueue): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(STATUS_BAR_ID, vscode.StatusBarAlignment.Left, 0);
  item.name = PRODUCT_NAME;
  item.command = COMMANDS.showQueue;
  const throttled = new ThrottledRender<QueueState>((state) => render(item, state), INTERVAL_MS);
  return vscode.Disposable.from(queue.subscribe({ onDidChange: (state) => throttled.update(state) }), throttled, item);
}

function render(item: vscode.StatusBarItem, state: QueueState): void {
  const model = statusBarModel(state, translate);
  if (model === null) {
    item.hide();
    return;
  }
  item.text = model.text;
  item.tooltip = tooltipOf(model.tooltip);
  item.accessibilityInformation = { label: model.spoken, role: 'button' };
  item.backgroundColor = BACKGROUND[model.emphasis];
  item.show();
}

function tooltipOf(lines: readonly string[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  for (const line of lines) tooltip.appendText(line).appendMarkdown('  \n');
  return tooltip;
}
