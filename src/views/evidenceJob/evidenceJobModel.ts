import type { Form, FormPage } from '../form/formModel';
import { CASE_FIELDS } from '../text/caseFieldsModel';
import { caseDataPage, fieldPage, requiredFieldPage } from './casePagesModel';
import { destinationsPage } from './destinationsPageModel';
import { digestsPage } from './digestsPageModel';
import {
  EVIDENCE_JOB_STEPS,
  type EvidenceJobDraft,
  type EvidenceJobPage,
  FORM_OPTIONS,
  type FormContext,
} from './draftModel';
import { folderPage } from './folderPageModel';
import { optionPage, optionsPage } from './optionPagesModel';
import { sourcesPage } from './sourcesPageModel';
import { summaryPage } from './summaryPageModel';

/** The form for a job with everything that belongs on record. */
export function evidenceJobForm(context: FormContext): Form<EvidenceJobDraft, EvidenceJobPage> {
  return {
    title: context.t('New Evidence Job'),
    steps: EVIDENCE_JOB_STEPS,
    stepOf: (page) => {
      if (page.startsWith('field:')) return 'caseData';
      return page.startsWith('option:') || page === 'digests' ? 'options' : page;
    },
    page: (page, draft) => pageOf(page, draft, context),
  };
}

function pageOf(
  page: EvidenceJobPage,
  draft: EvidenceJobDraft,
  context: FormContext,
): FormPage<EvidenceJobDraft, EvidenceJobPage> {
  switch (page) {
    case 'sources':
      return sourcesPage(draft, context);
    case 'destinations':
      return destinationsPage(draft, context);
    case 'caseNumber':
    case 'examiner':
      return requiredFieldPage(draft, page, context);
    case 'caseData':
      return caseDataPage(draft, context);
    case 'folder':
      return folderPage(draft, context);
    case 'options':
      return optionsPage(draft, context);
    case 'digests':
      return digestsPage(draft, context);
    case 'summary':
      return summaryPage(draft, context);
    default:
      return subPage(page, draft, context);
  }
}

function subPage(
  page: EvidenceJobPage,
  draft: EvidenceJobDraft,
  context: FormContext,
): FormPage<EvidenceJobDraft, EvidenceJobPage> {
  const option = FORM_OPTIONS.find((name) => page === `option:${name}`);
  if (option !== undefined) return optionPage(draft, option, context);
  const field = CASE_FIELDS.find((name) => page === `field:${name}`);
  if (field === undefined) throw new RangeError(`the form has no page ${page}`);
  return fieldPage(draft, field, context);
}
