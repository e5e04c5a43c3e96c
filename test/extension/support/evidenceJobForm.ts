import { DEFAULT_OPTIONS } from '../../../src/engine/model/job/job';
import type { EvidenceJobDraft, EvidenceJobPage, FormContext } from '../../../src/views/evidenceJob/draftModel';
import { evidenceJobForm } from '../../../src/views/evidenceJob/evidenceJobModel';
import type { FormRow, FormState } from '../../../src/views/form/formModel';
import { english } from './english';

/** A form in English, for somebody in Germany who copied to `/evidence` before. */
export const context: FormContext = {
  t: english,
  format: 'DD/MM/YYYY',
  locale: 'en-GB',
  zone: 'Europe/Berlin',
  settings: DEFAULT_OPTIONS,
  lastDestination: '/evidence',
};
/** The form under test. */
export const form = evidenceJobForm(context);
/** Nothing is answered. */
export const EMPTY: EvidenceJobDraft = {
  sources: [],
  destinations: [],
  caseData: {},
  folderTemplate: '{caseNumber}',
  options: {},
};
/** All is answered that has to be. */
export const FILLED: EvidenceJobDraft = {
  ...EMPTY,
  sources: ['/media/card'],
  destinations: ['/evidence'],
  caseData: { caseNumber: '26/0042', examiner: 'A. Example', start: '2026-11-03T21:55' },
};
/** Where the form is. */
export type State = FormState<EvidenceJobDraft, EvidenceJobPage>;

/** The rows of a page that is a list. */
export function rows(
  page: EvidenceJobPage,
  draft: EvidenceJobDraft,
): readonly FormRow<EvidenceJobDraft, EvidenceJobPage>[] {
  const shown = form.page(page, draft);
  if (shown.kind !== 'list') throw new Error(`${page} is no list`);
  return shown.rows;
}

/** A page that asks for text. */
export function text(page: EvidenceJobPage, draft: EvidenceJobDraft) {
  const shown = form.page(page, draft);
  if (shown.kind !== 'text') throw new Error(`${page} is no text`);
  return shown;
}
