import { type AuditSummary, FINDING_KINDS, type FindingKind, READ_WORDING } from '../../engine/model/audit/audit';
import { printable } from '../../engine/model/text/pathText';
import { formatBytes, formatDuration } from '../../engine/model/text/units';

/** As many findings of each kind are listed; JSON has more. */
const SHOWN = 20;

const HEADINGS: Readonly<Record<FindingKind, string>> = {
  changed: 'CHANGED',
  missing: 'MISSING',
  moved: 'MOVED',
  unlisted: 'UNLISTED',
  errors: 'ERRORS',
};

const VERDICTS: Readonly<Record<AuditSummary['status'], string>> = {
  passed:
    'PASSED: everything that is listed is there with its digest, and no other file is, but in evidence-records and INCOMPLETE-… folders',
  failed: 'FAILED: not everything is as it is listed',
  cancelled: 'CANCELLED: not everything was looked at',
};

/** The result of an audit for people: findings first, the verdict last. Safe for a terminal. */
export function auditTable(summary: AuditSummary): string {
  const lines = FINDING_KINDS.flatMap((kind) => section(summary, kind));
  for (const warning of summary.warnings.slice(0, SHOWN)) lines.push(`Note: ${printable(warning)}`);
  lines.push(...rows(summary));
  return `${lines.join('\n')}\n`;
}

function section(summary: AuditSummary, kind: FindingKind): string[] {
  const count = summary.counts[kind] ?? 0;
  if (count === 0) return [];
  const shown = summary[kind].slice(0, SHOWN).map(({ path, to, detail }) => {
    const name = to === undefined ? printable(path) : `${printable(path)} → ${printable(to)}`;
    return `  ${name === '' ? '.' : name}: ${printable(detail)}`;
  });
  const more = count - shown.length;
  return [
    `${HEADINGS[kind]}: ${count}`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more; --json lists them.`] : []),
    '',
  ];
}

function rows(summary: AuditSummary): string[] {
  const { folder, against, matched, bytes, durationMs, grade, gradeReason, bag, status, recordsDir } = summary;
  const content: [string, string][] = [
    ['Folder', printable(folder)],
    ['Against', `${printable(against)}${summary.algorithms.length === 0 ? '' : ` (${summary.algorithms.join(', ')})`}`],
    ['Matched', `${matched} files; ${formatBytes(bytes)} read in ${formatDuration(durationMs)}`],
  ];
  if (grade !== null) content.push(['Read', READ_WORDING[grade] ?? grade]);
  if (gradeReason !== null) content.push(['', gradeReason]);
  if (bag !== null) {
    content.push(['Bag', `${bag.isComplete ? 'complete' : 'NOT complete'}, ${bag.isValid ? 'valid' : 'NOT valid'}`]);
  }
  content.push(['Result', VERDICTS[status]]);
  if (recordsDir !== null) content.push(['Record', printable(recordsDir)]);
  return content.map(([name, value]) => `${name.padEnd(8)} ${value}`);
}
