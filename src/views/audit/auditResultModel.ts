import { type AuditSummary, FINDING_KINDS, type FindingKind } from '../../engine/model/audit/audit';
import { againstText } from '../../engine/model/audit/auditText';
import { printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { auditedName } from './auditProgressModel';

/** How a verification that ended is told. */
export interface AuditResultModel {
  readonly severity: 'information' | 'warning' | 'error';
  /** Plain text. */
  readonly message: string;
  /** Whether there is something to see under "Problems". */
  readonly hasProblems: boolean;
}

/** Words what a verification came to. It says no more than was done. */
export function auditResultModel(summary: AuditSummary, t: Translate): AuditResultModel {
  const found = foundText(summary, t);
  return { ...outcome(summary, found, t), hasProblems: found !== '' };
}

function outcome(summary: AuditSummary, found: string, t: Translate): Pick<AuditResultModel, 'severity' | 'message'> {
  const { matched } = summary;
  const name = auditedName(summary.folder);
  const against = printable(againstText(summary.against, t));
  switch (summary.status) {
    case 'passed':
      return {
        severity: 'information',
        message: sentences(
          t('VERIFIED: "{0}" is as its manifest says ({1}).', name, against),
          matchText(matched, t),
          t('Nothing is missing, and no other file is there but in evidence-records and INCOMPLETE-… folders.'),
          ...more(summary, t),
        ),
      };
    case 'failed':
      return {
        severity: 'error',
        message: sentences(
          t('VERIFICATION FAILED: "{0}" is not as its manifest says ({1}): {2}.', name, against, found),
          matchText(matched, t),
          ...more(summary, t),
        ),
      };
    case 'cancelled':
      return {
        severity: 'warning',
        message: sentences(
          t('Verification of "{0}" was cancelled: not everything was looked at.', name),
          t('{0} files match so far.', matched),
          ...(found === '' ? [] : [t('Found so far: {0}.', found)]),
        ),
      };
    default:
      return summary.status satisfies never;
  }
}

function matchText(matched: number, t: Translate): string {
  return matched === 1 ? t('1 file matches.') : t('{0} files match.', matched);
}

function more({ grade, bag, warnings }: AuditSummary, t: Translate): readonly string[] {
  return [
    ...(grade === 'device' ? [t('Files were read as the block device answered (its own cache not excluded).')] : []),
    ...(grade === 'readBack'
      ? [t('Files were read through the operating system (may have been served from memory).')]
      : []),
    ...(bag?.isComplete && !bag.isValid ? [t('The bag is complete, but not valid.')] : []),
    ...(bag !== null && !bag.isComplete ? [t('The bag is not complete.')] : []),
    ...(warnings.length > 0 ? [t('Notes on its manifest are in the log.')] : []),
  ];
}

/** `2 changed, 1 missing`; empty where nothing was found. */
function foundText({ counts }: AuditSummary, t: Translate): string {
  const kinds = FINDING_KINDS.filter((kind) => counts[kind] > 0);
  return kinds.map((kind) => countText(kind, counts[kind], t)).join(', ');
}

function countText(kind: FindingKind, count: number, t: Translate): string {
  switch (kind) {
    case 'changed':
      return t('{0} changed', count);
    case 'missing':
      return t('{0} missing', count);
    case 'moved':
      return t('{0} moved', count);
    case 'unlisted':
      return t('{0} not listed', count);
    case 'errors':
      return t('{0} not verified', count);
    default:
      return kind satisfies never;
  }
}

function sentences(...parts: readonly string[]): string {
  return parts.join(' ');
}
