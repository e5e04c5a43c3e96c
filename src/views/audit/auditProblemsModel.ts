import { join } from 'node:path';
import { type AuditFinding, type AuditSummary, FINDING_KINDS, type FindingKind } from '../../engine/model/audit/audit';
import { findingDetailText } from '../../engine/model/audit/auditText';
import { findingText } from '../../engine/model/audit/findingReason';
import { isPlainText, type PathText, printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';

/** Something that is not as its manifest says. */
export interface AuditProblem {
  readonly severity: 'error' | 'warning';
  /** Plain text. */
  readonly message: string;
}

/** More findings than this are counted, not listed; the log has them. */
const MOST_PROBLEMS = 1000;

/**
 * What a verification found, by the absolute path of the file that it is shown on. What has no file, or none that an editor
 * could name, is shown on the manifest, or on the folder where there are several.
 */
export function auditProblemsModel(
  summary: AuditSummary,
  t: Translate,
): ReadonlyMap<PathText, readonly AuditProblem[]> {
  const { folder, manifest, counts } = summary;
  const home = manifest !== null && isPlainText(manifest) ? manifest : folder;
  const problems = new Map<PathText, AuditProblem[]>();
  const add = (place: PathText, problem: AuditProblem): void => {
    const known = problems.get(place);
    if (known === undefined) problems.set(place, [problem]);
    else known.push(problem);
  };
  let shown = 0;
  for (const kind of FINDING_KINDS) {
    for (const finding of summary[kind].slice(0, MOST_PROBLEMS - shown)) {
      shown++;
      const place = placeOf(kind, finding);
      const isAtFile = place !== undefined && isPlainText(place);
      const message = messageOf(kind, finding, t);
      const severity = kind === 'moved' || kind === 'unlisted' ? 'warning' : 'error';
      if (isAtFile) add(join(folder, place), { severity, message });
      else add(home, { severity, message: `${nameOf(finding)}${message}` });
    }
  }
  const unshown = Object.values(counts).reduce((sum, count) => sum + count, 0) - shown;
  if (unshown > 0) add(home, { severity: 'error', message: t('… and {0} more findings; the log has them.', unshown) });
  return problems;
}

/** The file below the folder that a finding is about; undefined where there is none. */
function placeOf(kind: FindingKind, { path, to }: AuditFinding): PathText | undefined {
  if (kind === 'missing' || path === '') return undefined;
  return kind === 'moved' ? to : path;
}

/** What a message begins with where its place does not say what it is about. */
function nameOf({ path }: AuditFinding): string {
  return path === '' ? '' : `${printable(path)}: `;
}

function messageOf(kind: FindingKind, { path, detail, reason }: AuditFinding, t: Translate): string {
  const text = printable(reason === undefined ? findingDetailText(detail, t) : findingText(reason, t));
  switch (kind) {
    case 'changed':
      return t('Changed: {0}', text);
    case 'missing':
      return t('Missing: {0}', text);
    case 'moved':
      return t('Moved: it is listed as "{0}"', printable(path));
    case 'unlisted':
      return t('Not listed in the manifest');
    case 'errors':
      return t('Not verified: {0}', text);
    default:
      return kind satisfies never;
  }
}
