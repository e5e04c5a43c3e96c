import type { AuditListener, RunningAudit } from '../../../src/client/audit/audit';
import { AuditRunner, type AuditState } from '../../../src/client/audit/auditRunner';
import type { AuditRequest, AuditSummary } from '../../../src/engine/model/audit/audit';
import { settled } from './fakeEngine';
import { progress } from './jobs';

/** The summary of a verification of 120 files that found nothing. */
export function auditSummary(change: Partial<AuditSummary> = {}): AuditSummary {
  return {
    folder: '/evidence/case 7',
    status: 'passed',
    against: 'the records of one job',
    manifest: null,
    matched: 120,
    bytes: 2_000_000,
    changed: [],
    missing: [],
    moved: [],
    unlisted: [],
    errors: [],
    counts: { changed: 0, missing: 0, moved: 0, unlisted: 0, errors: 0 },
    warnings: [],
    algorithms: ['sha256'],
    grade: 'device',
    gradeReason: null,
    gradeCounts: { device: 120 },
    bag: null,
    startedAt: '2026-11-10T09:00:00.000Z',
    durationMs: 1200,
    recordsDir: null,
    ...change,
  };
}

/** A summary that tells of findings, with their counts. */
export function failedAudit(found: Partial<Pick<AuditSummary, keyof AuditSummary['counts']>>): AuditSummary {
  const counts = { ...auditSummary().counts };
  for (const kind of Object.keys(counts) as (keyof typeof counts)[]) counts[kind] = found[kind]?.length ?? 0;
  return auditSummary({ status: 'failed', ...found, counts });
}

/** A verification a little less than half done. */
export function auditState(change: Partial<AuditState> = {}): AuditState {
  return {
    request: { folder: '/evidence/case 7' },
    progress: progress({ phase: 'validating' }),
    isPaused: false,
    isCancelling: false,
    ...change,
  };
}

/** An audit whose course the test decides. */
export class FakeAudit implements RunningAudit {
  readonly calls: string[] = [];
  readonly finished: Promise<AuditSummary>;
  isStalled = false;
  #resolve: (summary: AuditSummary) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(
    readonly request: AuditRequest,
    readonly listener: AuditListener,
  ) {
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  pause(): void {
    this.calls.push('pause');
  }

  resume(): void {
    this.calls.push('resume');
  }

  cancel(): void {
    this.calls.push('cancel');
  }

  abandon(): boolean {
    this.calls.push('abandon');
    return this.isStalled;
  }

  /** Ends it, and lets everybody who waits for it hear of it. */
  async end(change: Partial<AuditSummary> = {}): Promise<void> {
    this.#resolve(auditSummary({ folder: this.request.folder, ...change }));
    await settled();
  }

  async fail(error: unknown): Promise<void> {
    this.#reject(error);
    await settled();
  }
}

/** A runner of audits that start nothing, and the audits that it was asked for. */
export function fakeAudits(reportError: (error: unknown) => void = () => {}) {
  const started: FakeAudit[] = [];
  const audits = new AuditRunner({
    start: (request, listener) => {
      const audit = new FakeAudit(request, listener);
      started.push(audit);
      return audit;
    },
    reportError,
  });
  return { audits, started };
}
