import type { AuditRequest, AuditSummary } from '../engine/model/audit';
import { SharedState } from '../engine/model/sharedState';
import { askEngine } from './engineQuestion';
import type { Measured } from './progress';
import { ProgressMeter } from './progressMeter';

const PROGRESS_MS = 100;

/** The audit could not begin; the message is a sentence for the person. */
export class AuditRefusedError extends Error {
  override readonly name = 'AuditRefusedError';
}

/** An audit under way. */
export interface RunningAudit {
  /** Rejects with {@link AuditRefusedError} where there was nothing to audit against. */
  readonly finished: Promise<AuditSummary>;
  pause(): void;
  resume(): void;
  /** Takes effect within one buffer. */
  cancel(): void;
}

/**
 * Audits a folder on an engine thread of its own, beside whatever is copied meanwhile.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 * @param onProgress Called at most ten times a second. What it throws ends nothing.
 */
export function startAudit(
  workerPath: string,
  request: AuditRequest,
  onProgress: (progress: Measured) => void = () => {},
): RunningAudit {
  const shared = new SharedState();
  const meter = new ProgressMeter(shared, performance.now());
  const timer = setInterval(() => onProgress(meter.measure(performance.now())), PROGRESS_MS);
  return {
    finished: ask(workerPath, request, shared).finally(() => clearInterval(timer)),
    pause: () => shared.setControl('pause'),
    resume: () => shared.setControl('run'),
    cancel: () => shared.setControl('cancelKeep'),
  };
}

async function ask(workerPath: string, request: AuditRequest, shared: SharedState): Promise<AuditSummary> {
  const question = { type: 'audit', request, shared: shared.buffer } as const;
  const answer = await askEngine(workerPath, 'evidence-copy audit', question);
  if (answer.type === 'audited') return answer.summary;
  if (answer.type === 'auditRefused') throw new AuditRefusedError(answer.sentence);
  throw new Error('not an answer of the engine');
}
