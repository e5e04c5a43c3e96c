import { GRADE_EXPLANATIONS, GRADE_WORDING, GRADES } from '../../model/proof/grade';
import { sourceStatementText } from '../../model/proof/sourceStatement';
import type { JobSummary } from '../../model/result/summary';
import { code, type Html, html, NOTHING, section } from './markup';

/** Parts of files that a copy of content, names and times leaves behind. */
const NOT_LOOKED_FOR = 'alternate data streams, resource forks, extended attributes and access control lists';

/** What was proved, what was not, and what is known about the sources. */
export function proofSection({ gradeCounts, gradeRequested, sourceStatement, grade, notices }: JobSummary): Html {
  const kinds = GRADES.filter((each) => (gradeCounts[each] ?? 0) > 0);
  return section(
    'proof',
    'What was proved, and what was not',
    html`<p>Asked for was grade ${gradeRequested}. Each file carries the grade of what was done; that of the job is the lowest.</p>`,
    ...kinds.map(
      (each) => html`<h3>${each}: ${gradeCounts[each] ?? 0} ${gradeCounts[each] === 1 ? 'file' : 'files'}</h3>
<p>${GRADE_WORDING[each]}.</p><ul><li>Proved: ${GRADE_EXPLANATIONS[each].proves}</li><li>Left open: ${GRADE_EXPLANATIONS[each].leavesOpen}</li></ul>`,
    ),
    html`<h3>Source</h3>`,
    sourceStatement === undefined
      ? html`<p>The sources were not looked at again after the copy.</p>`
      : html`<p>${sourceStatementText(sourceStatement, grade)}</p>${differences(sourceStatement.differences)}`,
    html`<h3>Not looked for</h3><p>Not looked for and not copied: ${NOT_LOOKED_FOR}. Times of creation are recorded where the file system tells them, and cannot be given to a copy.</p>`,
    html`<p>No grade finds a misreading of the source that its own device did not notice, or a fault of memory before the digest was taken.</p>`,
    notices.length === 0 ? NOTHING : html`<h3>Notes</h3>`,
    ...notices.map((notice) => html`<p class="note">${notice}</p>`),
  );
}

function differences(found: NonNullable<JobSummary['sourceStatement']>['differences']): Html {
  if (found.length === 0) return NOTHING;
  return html`<ul>${found.map(({ path, what }) => html`<li>${code(path)}: ${what}</li>`)}</ul>`;
}
