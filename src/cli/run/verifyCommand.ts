import { AuditRefusedError, startAudit } from '../../client/audit/audit';
import { auditJson } from '../../engine/model/audit/auditJson';
import type { VerifyCommand } from '../arguments/command';
import { UsageError } from '../arguments/usageError';
import { auditTable } from '../output/auditTable';
import { EXIT } from '../output/exitStatus';
import { progressLine } from '../output/progressLine';
import type { Terminal } from '../output/terminal';
import type { Interruption } from './interruption';

/** Runs `verify` and gives its exit status. Throws {@link UsageError} where there is nothing to audit against. */
export async function runVerify(
  { request, output }: VerifyCommand,
  workerPath: string,
  terminal: Terminal,
  interruption: Interruption,
): Promise<number> {
  const showsProgress = terminal.isInteractive && !output.quiet;
  const audit = startAudit(workerPath, request, {
    onProgress: (progress) => {
      if (showsProgress) terminal.transient(progressLine(progress, terminal.width));
    },
  });
  interruption.onCancel(() => audit.cancel());
  try {
    const summary = await audit.finished;
    terminal.clear();
    if (output.json) terminal.json({ type: 'auditFinished', summary: auditJson(summary) });
    else if (!output.quiet || summary.status !== 'passed') terminal.text(auditTable(summary));
    if (summary.status === 'cancelled') return EXIT.cancelled;
    return summary.status === 'passed' ? EXIT.done : EXIT.failed;
  } catch (error) {
    terminal.clear();
    if (error instanceof AuditRefusedError) throw new UsageError(error.message);
    throw error;
  }
}
