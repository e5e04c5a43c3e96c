import * as vscode from 'vscode';
import type { AuditRunner } from '../../client/audit/auditRunner';
import type { AuditSummary } from '../../engine/model/audit/audit';
import { COMMANDS } from '../../host/contributions';
import { notify } from '../../host/notify';
import { translate } from '../../host/translate';
import { lookOf } from '../queue/jobActions';
import { auditResultModel } from './auditResultModel';

/** Shows one notification when a verification has ended. */
export function createAuditResults(audits: AuditRunner): vscode.Disposable {
  return audits.subscribe({ onDidEnd: (_request, summary) => void show(summary) });
}

async function show(summary: AuditSummary): Promise<void> {
  const { severity, message, hasProblems } = auditResultModel(summary, translate);
  const showProblems = vscode.l10n.t('Show Problems');
  const showLog = lookOf('showLog').title;
  const chosen = await notify(severity, message, ...(hasProblems ? [showProblems] : []), showLog);
  if (chosen === showProblems) await vscode.commands.executeCommand('workbench.actions.view.problems');
  if (chosen === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}
