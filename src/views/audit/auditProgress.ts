import * as vscode from 'vscode';
import type { AuditRunner, AuditState } from '../../client/audit/auditRunner';
import type { AuditRequest } from '../../engine/model/audit/audit';
import { ContextKey } from '../../host/contextKey';
import {
  COMMANDS,
  PRODUCT_NAME,
  VERIFICATION_CONTEXT,
  VERIFICATION_STATUS_ID,
  type VerificationContext,
} from '../../host/contributions';
import { translate } from '../../host/translate';
import { ThrottledRender } from '../throttledRender';
import { type AuditProgressModel, auditedName, auditProgressModel } from './auditProgressModel';

/** Shortest time between two changes of what is shown, in milliseconds. */
const INTERVAL_MS = 250;

/** Shows a running verification: a notification that can cancel it, and a status bar item that pauses and resumes it. */
export function createAuditProgress(audits: AuditRunner): vscode.Disposable {
  const context = new ContextKey<VerificationContext>(VERIFICATION_CONTEXT);
  const item = vscode.window.createStatusBarItem(VERIFICATION_STATUS_ID, vscode.StatusBarAlignment.Left, -1);
  item.name = PRODUCT_NAME;
  let notification: ProgressNotification | undefined;
  const throttled = new ThrottledRender<AuditState>((state) => {
    // What was put off is not shown after the end.
    if (audits.state === null) return;
    const model = auditProgressModel(state, translate);
    notification?.report(model);
    renderItem(item, model);
  }, INTERVAL_MS);
  const subscription = audits.subscribe({
    onDidStart: (request) => {
      notification = showNotification(request, () => audits.cancel());
    },
    onDidChange: (state) => {
      context.set(state === null ? 'idle' : state.isPaused ? 'paused' : 'running');
      if (state !== null) return throttled.update(state);
      notification?.close();
      item.hide();
    },
  });
  const end = { dispose: () => audits.cancel() };
  return vscode.Disposable.from(end, subscription, throttled, item, context);
}

function renderItem(item: vscode.StatusBarItem, { status, spoken, tooltip, isPaused }: AuditProgressModel): void {
  item.text = status;
  item.tooltip = tooltip.join('\n');
  item.accessibilityInformation = { label: spoken, role: 'button' };
  item.command = isPaused ? COMMANDS.resumeVerification : COMMANDS.pauseVerification;
  item.show();
}

interface ProgressNotification {
  report(model: AuditProgressModel): void;
  close(): void;
}

function showNotification({ folder }: AuditRequest, cancel: () => void): ProgressNotification {
  let close = (): void => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  let report = (_: AuditProgressModel): void => {};
  const title = vscode.l10n.t('Verifying "{0}"', auditedName(folder));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  void vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(cancel);
    let shown = 0;
    report = ({ message, percent }) => {
      progress.report({ message, increment: percent - shown });
      shown = percent;
    };
    return closed;
  });
  return { report: (model) => report(model), close };
}
