import { basename, sep } from 'node:path';
import { printable } from '../../engine/model/text/pathText';
import type { FormRow, ListPage } from '../form/formModel';
import { CASE_FIELDS, caseFieldLabel, caseFieldValue } from '../text/caseFieldsModel';
import { shortened } from '../text/escape';
import { offsetInWords } from './caseFieldModel';
import { shownCaseField } from './casePagesModel';
import { destinationsFault } from './destinationsPageModel';
import { type EvidenceJobDraft, type EvidenceJobPage, type FormContext, ROW_LENGTH } from './draftModel';
import { outputFolder } from './folderPageModel';
import { optionsText } from './optionPagesModel';

type Row = FormRow<EvidenceJobDraft, EvidenceJobPage>;

/** How the form can end. */
const QUEUE_END = 'queue';
/** As {@link QUEUE_END}, and the job begins as soon as none runs. */
export const COPY_NOW_END = 'copyNow';

/** Everything that was answered, each answer to be changed; and what to do with it. */
export function summaryPage(
  draft: EvidenceJobDraft,
  context: FormContext,
): ListPage<EvidenceJobDraft, EvidenceJobPage> {
  const { t } = context;
  return {
    kind: 'list',
    title: t('Summary'),
    placeholder: t('Check it, choose what is to be changed, or add it'),
    rows: [...endRows(draft, context), ...placeRows(draft, context), ...caseRows(draft, context)],
  };
}

function endRows(draft: EvidenceJobDraft, context: FormContext): readonly Row[] {
  const { t } = context;
  const fault = faultRow(draft, context);
  if (fault !== null) return [fault];
  return [
    {
      id: QUEUE_END,
      icon: 'add',
      label: t('Add to Batch Queue'),
      description: t('waits until you start the queue'),
      choose: { draft, to: 'end', end: QUEUE_END },
    },
    {
      id: COPY_NOW_END,
      icon: 'play',
      label: t('Copy Now'),
      description: t('begins as soon as no other job runs'),
      choose: { draft, to: 'end', end: COPY_NOW_END },
    },
  ];
}

/** An answer that does not go with another one that was changed since; null where all of them go together. */
function faultRow(draft: EvidenceJobDraft, context: FormContext): Row | null {
  const { t } = context;
  if (draft.sources.length === 0) {
    const label = t('There is nothing to copy any more');
    return { id: 'fault', icon: 'error', label, choose: { draft, to: 'sources' } };
  }
  if (draft.destinations.length === 0) {
    const label = t('There is no destination any more');
    return { id: 'fault', icon: 'error', label, choose: { draft, to: 'destinations' } };
  }
  const fault = destinationsFault(draft, context);
  if (fault !== null) {
    const label = t('The destination has to be changed first');
    return { id: 'fault', icon: 'error', label, detail: fault, choose: { draft, to: 'destinations' } };
  }
  const folder = outputFolder(draft, context);
  if ('path' in folder) return null;
  const label = t('The output folder has to be changed first');
  return { id: 'fault', icon: 'error', label, detail: folder.fault, choose: { draft, to: 'folder' } };
}

function placeRows(draft: EvidenceJobDraft, context: FormContext): readonly Row[] {
  const { t } = context;
  const [first = ''] = draft.sources;
  const name = printable(shortened(basename(first) || first));
  const more = draft.sources.length - 1;
  const folder = outputFolder(draft, context);
  const below = 'path' in folder ? folder.folders.join(sep) : draft.folderTemplate;
  return [
    {
      id: 'sources',
      icon: 'files',
      label: t('Sources'),
      description: more === 0 ? name : t('{0} and {1} more', name, more),
      heading: t('what is copied, and how'),
      choose: { draft, to: 'sources' },
    },
    ...draft.destinations.map(
      (destination): Row => ({
        id: destination,
        icon: 'folder-opened',
        label: t('Destination'),
        description: printable(shortened(destination, ROW_LENGTH)),
        choose: { draft, to: 'destinations' },
      }),
    ),
    {
      id: 'folder',
      icon: 'new-folder',
      label: t('Output Folder'),
      description: below === '' ? t('directly in the destination') : printable(shortened(below, ROW_LENGTH)),
      choose: { draft, to: 'folder' },
    },
    {
      id: 'options',
      icon: 'settings-gear',
      label: t('Options'),
      description: optionsText(draft, context),
      choose: { draft, to: 'options' },
    },
  ];
}

function caseRows(draft: EvidenceJobDraft, context: FormContext): readonly Row[] {
  const { t } = context;
  const given = CASE_FIELDS.filter((field) => caseFieldValue(draft.caseData, field) !== undefined);
  const offset = offsetInWords(draft.caseData, t);
  return [
    ...given.map((field, index): Row => {
      const page = field === 'caseNumber' || field === 'examiner' ? field : (`field:${field}` as const);
      return {
        id: field,
        icon: 'briefcase',
        label: caseFieldLabel(field, t),
        description: shownCaseField(draft, field, context),
        ...(index === 0 ? { heading: t('case data') } : {}),
        choose: { draft, to: page },
      };
    }),
    {
      id: 'more',
      icon: 'add',
      label: t('More Case Data…'),
      ...(offset === null ? {} : { detail: t('Time offset: {0}. {1}', offset.words, offset.notices) }),
      choose: { draft, to: 'caseData' },
    },
  ];
}
