import { type AuditRequest, type AuditSummary, FINDING_KINDS, READ_WORDING } from '../../engine/model/audit/audit';
import { printable } from '../../engine/model/text/pathText';
import { formatBytes, formatDuration } from '../../engine/model/text/units';

/** The lines about verifications in the log: English, like those about jobs. Names in them are printable. */
export function auditStartLine({ folder, manifest }: AuditRequest): string {
  const against = manifest === undefined ? '' : ` against ${printable(manifest)}`;
  return `Verification of ${printable(folder)}${against} starts.`;
}

/** Each finding that was kept, worst first. */
export function findingLines(summary: AuditSummary): readonly string[] {
  return FINDING_KINDS.flatMap((kind) =>
    summary[kind].map(({ path, to, detail }) => {
      const place = to === undefined ? printable(path) : `${printable(path)} → ${printable(to)}`;
      return `${kind}: ${place === '' ? '.' : place}: ${printable(detail)}`;
    }),
  );
}

/** How a verification ended. */
export function auditSummaryLines(summary: AuditSummary): readonly string[] {
  const { folder, status, against, algorithms, matched, bytes, durationMs, grade, gradeReason, counts } = summary;
  const found = FINDING_KINDS.map((kind) => `${counts[kind]} ${kind}`).join(', ');
  const reason = gradeReason === null ? '' : ` (${printable(gradeReason)})`;
  return [
    `Verification of ${printable(folder)} ended: ${status === 'passed' ? status : status.toUpperCase()}.`,
    `  against: ${printable(against)} (${algorithms.join(', ')})`,
    `  files: ${matched} matched, ${found}`,
    `  amount: ${formatBytes(bytes)} in ${formatDuration(durationMs)}`,
    `  grade: ${grade === null ? 'none' : `${grade}, ${READ_WORDING[grade] ?? grade}`}${reason}`,
    ...summary.warnings.map((warning) => `  note: ${printable(warning)}`),
  ];
}
