import type { AuditRunner } from '../client/auditRunner';
import type { CopyQueue } from '../client/copyQueue';
import type { Log } from '../host/log';
import { createAuditLog } from './auditLog';
import { createJobLog } from './jobLog';

/** Makes everything that writes to the log what copies and verifications do. */
export function createLogs(queue: CopyQueue, audits: AuditRunner, log: Log): { dispose(): void } {
  const logs = [createJobLog(queue, log), createAuditLog(audits, log)];
  return { dispose: () => logs.forEach((each) => void each.dispose()) };
}
