import type { AuditRunner } from '../../client/audit/auditRunner';
import type { Log } from '../../host/log';
import { auditStartLine, auditSummaryLines, findingLines } from './auditLogModel';

/** Writes every verification, with all that it found, to the log. */
export function createAuditLog(audits: AuditRunner, log: Log): { dispose(): void } {
  return audits.subscribe({
    onDidStart: (request) => log('info', auditStartLine(request)),
    onDidEnd: (_request, summary) => {
      for (const line of findingLines(summary)) log('error', line);
      const level = summary.status === 'passed' ? 'info' : 'error';
      for (const line of auditSummaryLines(summary)) log(level, line);
    },
  });
}
