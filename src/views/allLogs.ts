import type { AuditRunner } from '../client/audit/auditRunner';
import type { CopyQueue } from '../client/queue/copyQueue';
import type { Log } from '../host/log';
import { createAuditLog } from './audit/auditLog';
import { createJobLog } from './log/jobLog';

/** Makes everything that writes to the log what copies and verifications do. */
export function createLogs(queue: CopyQueue, audits: AuditRunner, log: Log): { dispose(): void } {
  const logs = [createJobLog(queue, log), createAuditLog(audits, log)];
  return { dispose: () => logs.forEach((each) => void each.dispose()) };
}
