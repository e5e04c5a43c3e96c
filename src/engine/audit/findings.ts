import { type AuditFinding, type AuditSummary, FINDINGS_KEPT, type FindingKind } from '../model/audit/audit';
import { type FindingReason, findingText } from '../model/audit/findingReason';
import type { PathText } from '../model/text/pathText';

/** Collects what an audit finds: counts all of it, keeps a bounded part. */
export class Findings {
  readonly changed: AuditFinding[] = [];
  readonly missing: AuditFinding[] = [];
  readonly moved: AuditFinding[] = [];
  readonly unlisted: AuditFinding[] = [];
  readonly errors: AuditFinding[] = [];
  readonly warnings: string[] = [];
  readonly counts: Record<FindingKind, number> = { changed: 0, missing: 0, moved: 0, unlisted: 0, errors: 0 };

  add(kind: FindingKind, finding: AuditFinding): void {
    this.counts[kind]++;
    if (this[kind].length < FINDINGS_KEPT) this[kind].push(finding);
  }

  /** Adds one that is worded by its reason. `to` is where a moved file is now. */
  addFor(kind: FindingKind, path: PathText, reason: FindingReason, to?: PathText): void {
    this.add(kind, { path, detail: findingText(reason), reason, ...(to !== undefined && { to }) });
  }

  readonly warn = (sentence: string): void => {
    if (this.warnings.length < FINDINGS_KEPT) this.warnings.push(sentence);
  };

  /** Findings, their counts and warnings as a summary has them. */
  get all(): Pick<AuditSummary, FindingKind | 'counts' | 'warnings'> {
    const { changed, missing, moved, unlisted, errors, counts, warnings } = this;
    return { changed, missing, moved, unlisted, errors, counts, warnings };
  }

  /** Whether everything is as it should be. */
  get isEmpty(): boolean {
    return Object.values(this.counts).every((count) => count === 0);
  }
}
