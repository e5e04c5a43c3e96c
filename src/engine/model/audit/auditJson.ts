import { pathFields, printable } from '../text/pathText';
import { type AuditFinding, type AuditSummary, FINDING_KINDS } from './audit';

/** The summary of an audit as it stands in JSON for other programs. */
export function auditJson(summary: AuditSummary): Record<string, unknown> {
  const { folder, manifest, recordsDir, ...rest } = summary;
  const findings = Object.fromEntries(FINDING_KINDS.map((kind) => [kind, summary[kind].map(findingJson)]));
  return {
    ...rest,
    ...pathFields('folder', folder),
    ...(manifest === null ? { manifest } : pathFields('manifest', manifest)),
    warnings: summary.warnings.map(printable),
    ...findings,
    ...(recordsDir === null ? { recordsDir } : pathFields('recordsDir', recordsDir)),
  };
}

function findingJson({ path, detail, to }: AuditFinding): Record<string, unknown> {
  return { ...pathFields('path', path), detail: printable(detail), ...(to !== undefined && pathFields('to', to)) };
}
