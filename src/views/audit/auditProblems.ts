import * as vscode from 'vscode';
import type { AuditRunner } from '../../client/audit/auditRunner';
import type { PathText } from '../../engine/model/text/pathText';
import { PRODUCT_NAME } from '../../host/contributions';
import { translate } from '../../host/translate';
import { type AuditProblem, auditProblemsModel } from './auditProblemsModel';

const SEVERITIES: Readonly<Record<AuditProblem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
};

/** Lists what a verification found under "Problems", until the same folder is verified again. */
export function createAuditProblems(audits: AuditRunner): vscode.Disposable {
  const byFolder = new Map<PathText, vscode.DiagnosticCollection>();
  const clear = (folder: PathText): void => {
    byFolder.get(folder)?.dispose();
    byFolder.delete(folder);
  };
  const subscription = audits.subscribe({
    onDidStart: ({ folder }) => clear(folder),
    onDidEnd: (_request, summary) => {
      const collection = vscode.languages.createDiagnosticCollection(PRODUCT_NAME);
      byFolder.set(summary.folder, collection);
      for (const [path, problems] of auditProblemsModel(summary, translate)) {
        collection.set(vscode.Uri.file(path), problems.map(diagnosticOf));
      }
    },
  });
  return vscode.Disposable.from(subscription, { dispose: () => [...byFolder.keys()].forEach(clear) });
}

function diagnosticOf({ severity, message }: AuditProblem): vscode.Diagnostic {
  const start = new vscode.Range(0, 0, 0, 0);
  const diagnostic = new vscode.Diagnostic(start, message, SEVERITIES[severity]);
  diagnostic.source = PRODUCT_NAME;
  return diagnostic;
}
