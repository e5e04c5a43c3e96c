import { GRADE_WORDING, GRADES } from '../../model/proof/grade';
import type { JobStatus, JobSummary } from '../../model/result/summary';
import { formatBytes, formatDuration, formatRate } from '../../model/text/units';
import { type Html, html } from './markup';

/** How good the news is; green only for what was read back. */
type Tone = 'good' | 'fair' | 'bad';

const SIGNS: Readonly<Record<Tone, Html>> = {
  good: html`<path d="M14 24.5l7 7 14-15"/>`,
  fair: html`<path d="M24 14v13M24 33v.5"/>`,
  bad: html`<path d="M16 16l16 16M32 16L16 32"/>`,
};

const STATUS_WORDS: Readonly<Record<JobStatus, string>> = {
  complete: 'Complete',
  incomplete: 'Incomplete',
  failed: 'Failed: the job did not run to its end',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

/** The first thing anyone sees: what was copied, whether it is complete, how it was verified, and what went wrong. */
export function verdict(summary: JobSummary): Html {
  const tone = toneOf(summary);
  return html`<main class="verdict ${tone}">
<div class="banner"><svg viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="24" cy="24" r="21"/>${SIGNS[tone]}</svg>
<div><strong>${headline(summary)}</strong><span>${explanation(summary)}</span></div></div>
<div class="answers">
<div><h2>What was copied</h2><p>${counted(summary.files, 'file')}, ${formatBytes(summary.bytes)}</p><p>${itemsText(summary)}</p></div>
<div><h2>Is it complete</h2>${completeness(summary)}</div>
<div><h2>How was it verified</h2>${verification(summary)}</div>
<div><h2>What went wrong</h2>${troubles(summary)}</div>
</div></main>\n`;
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${written(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A count as it is written everywhere in the report. */
export function written(count: number): string {
  return count.toLocaleString('en');
}

function toneOf({ status, grade }: JobSummary): Tone {
  if (status !== 'complete') return 'bad';
  return grade === null || grade === 'stream' ? 'fair' : 'good';
}

function headline({ status, items }: JobSummary): string {
  if (status === 'incomplete') return `FAILED ITEMS: ${written(items.failed)} of ${written(items.planned)}`;
  return STATUS_WORDS[status];
}

function explanation({ status, grade, items }: JobSummary): string {
  switch (status) {
    case 'complete':
      if (grade === null) return 'Every planned item is accounted for. There was no file with content to verify.';
      return `Every planned item is accounted for, and each file with content was ${GRADE_WORDING[grade]}.`;
    case 'incomplete':
      return `The copy ran to its end, but ${items.failed === 1 ? 'one item' : counted(items.failed, 'item')} did not arrive. What was copied of a folder with failed items lies in one with "(INCOMPLETE)" in its name.`;
    default:
      return 'What is listed here as copied has arrived; nothing else can be relied on.';
  }
}

function itemsText({ items, durationMs, bytesPerSecond }: JobSummary): string {
  return `${counted(items.planned, 'item')} planned with folders, links and special files; ${formatDuration(durationMs)}, ${formatRate(bytesPerSecond)}`;
}

function completeness({ status, items }: JobSummary): Html {
  const { planned, copied, recorded, skipped, failed } = items;
  const others = [
    recorded > 0 ? `${written(recorded)} recorded only` : '',
    skipped > 0 ? `${written(skipped)} there already` : '',
    failed > 0 ? `${written(failed)} failed` : '',
  ].filter((text) => text !== '');
  const answer = status === 'complete' ? html`<p>Yes</p>` : html`<p class="alarm">No</p>`;
  return html`${answer}<p>${[`${written(copied)} of ${written(planned)} items copied`, ...others].join(', ')}</p>`;
}

function verification({ grade, gradeCounts, gradeReason, gradeRequested }: JobSummary): Html {
  if (grade === null) return html`<p>Not at all</p><p>No file with content was copied, so there is no grade.</p>`;
  const kinds = GRADES.filter((each) => (gradeCounts[each] ?? 0) > 0);
  const distribution =
    kinds.length < 2
      ? ''
      : ` Lowest of: ${kinds.map((each) => `${each} ${written(gradeCounts[each] ?? 0)}`).join(', ')}.`;
  const lower = gradeReason === null ? '' : ` Asked for was ${gradeRequested}: ${gradeReason}.`;
  const wording = GRADE_WORDING[grade];
  return html`<p>Grade ${grade}</p><p>${wording[0]?.toUpperCase() ?? ''}${wording.slice(1)}.${distribution}${lower}</p>`;
}

function troubles({ failureCount, items, notices }: JobSummary): Html {
  const notes = notices.length === 0 ? '' : `${counted(notices.length, 'note')} below.`;
  if (failureCount === 0) return html`<p>Nothing</p><p>No item failed. ${notes}</p>`;
  const what = items.failed === 0 ? counted(failureCount, 'failure') : `${counted(items.failed, 'item')} failed`;
  return html`<p class="alarm">${what}</p><p>Listed below, with causes. ${notes}</p>`;
}
