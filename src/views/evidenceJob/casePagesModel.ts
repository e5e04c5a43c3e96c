import { printable } from '../../engine/model/text/pathText';
import { isZoneName } from '../../engine/model/time/zonedTime';
import type { FormRow, ListPage, Remark, TextPage } from '../form/formModel';
import { CASE_FIELDS, type CaseField, caseFieldLabel, caseFieldValue } from '../text/caseFieldsModel';
import { shortened } from '../text/escape';
import { caseFieldPrompt, offsetInWords, readCaseField, timeInWords, writtenCaseField } from './caseFieldModel';
import { type EvidenceJobDraft, type EvidenceJobPage, type FormContext, ROW_LENGTH, withField } from './draftModel';

type Row = FormRow<EvidenceJobDraft, EvidenceJobPage>;
type Page = ListPage<EvidenceJobDraft, EvidenceJobPage> | TextPage<EvidenceJobDraft, EvidenceJobPage>;

/** Fields without which no job is made here: each is a step of its own. */
const REQUIRED = ['caseNumber', 'examiner'] as const;

/** The fields that may be left out, in groups. */
const OPTIONAL: readonly CaseField[] = CASE_FIELDS.filter((field) => !REQUIRED.some((each) => each === field));

/** A step for a field that has to be there. */
export function requiredFieldPage(
  draft: EvidenceJobDraft,
  field: (typeof REQUIRED)[number],
  context: FormContext,
): Page {
  const page = textPage(draft, field, context);
  const missing: Remark = {
    severity: 'error',
    message: context.t('{0} is needed.', caseFieldLabel(field, context.t)),
  };
  return {
    ...page,
    remark: (text) => (text.trim() === '' ? missing : page.remark(text)),
    accept: (text) => ({ draft: page.accept(text).draft, to: 'next' }),
  };
}

/** All optional fields at a glance; each opens into its own page, and none has to. */
export function caseDataPage(draft: EvidenceJobDraft, context: FormContext): Page {
  const { t } = context;
  const given = OPTIONAL.filter((field) => caseFieldValue(draft.caseData, field) !== undefined).length;
  const next: Row = {
    id: 'next',
    icon: 'arrow-right',
    label: t('Continue'),
    description: t('{0} of {1} given', given, OPTIONAL.length),
    choose: { draft, to: 'next' },
  };
  return {
    kind: 'list',
    title: t('Case Data'),
    placeholder: t('All of it is optional: choose what you know, then continue'),
    rows: [
      next,
      ...OPTIONAL.map((field, index) => fieldRow(draft, field, context, index === 0)),
      // The list is longer than the box: who has come to its end goes on from there.
      { ...next, id: 'next at the end' },
    ],
  };
}

/** One field of the case; its answer leads back to the list, to the field after it. */
export function fieldPage(draft: EvidenceJobDraft, field: CaseField, context: FormContext): Page {
  return field === 'recorderZone' ? zonePage(draft, context) : textPage(draft, field, context);
}

/** How a field is shown in a list: as the person writes it, times in words. */
export function shownCaseField(draft: EvidenceJobDraft, field: CaseField, context: FormContext): string {
  const value = timeInWords(draft.caseData, field, context) ?? writtenCaseField(draft.caseData, field, context);
  return value === '' ? context.t('not given') : printable(shortened(value, ROW_LENGTH));
}

function fieldRow(draft: EvidenceJobDraft, field: CaseField, context: FormContext, isFirst: boolean): Row {
  const offset = field === 'referenceClock' ? offsetInWords(draft.caseData, context.t) : null;
  const isGiven = caseFieldValue(draft.caseData, field) !== undefined;
  return {
    id: field,
    icon: isGiven ? 'check' : 'circle-outline',
    label: caseFieldLabel(field, context.t),
    description: shownCaseField(draft, field, context),
    ...(offset === null ? {} : { detail: `${offset.words}. ${offset.notices}` }),
    ...(isFirst ? { heading: context.t('optional') } : {}),
    choose: { draft, to: `field:${field}` },
  };
}

function textPage(
  draft: EvidenceJobDraft,
  field: CaseField,
  context: FormContext,
): TextPage<EvidenceJobDraft, EvidenceJobPage> {
  const { caseData } = draft;
  return {
    kind: 'text',
    title: caseFieldLabel(field, context.t),
    prompt: caseFieldPrompt(field, context),
    placeholder: context.t('Not given'),
    value: writtenCaseField(caseData, field, context),
    remark: (text) => {
      const read = readCaseField(caseData, field, text, context);
      if ('fault' in read) return { severity: 'error', message: read.fault };
      const offset =
        field === 'recorderClock' || field === 'referenceClock' ? offsetInWords(read.caseData, context.t) : null;
      const parts = [timeInWords(read.caseData, field, context), offset === null ? null : `${offset.words}.`];
      const said = parts.filter((part) => part !== null).join(': ');
      return said === '' ? null : { severity: 'info', message: said };
    },
    accept: (text) => {
      const read = readCaseField(caseData, field, text, context);
      return answerOf('fault' in read ? draft : { ...draft, caseData: read.caseData }, field);
    },
  };
}

function zonePage(draft: EvidenceJobDraft, { t, zone }: FormContext): Page {
  const chosen = draft.caseData.recorderZone;
  const first = [...new Set([...(chosen === undefined ? [] : [chosen]), zone, 'UTC'])].filter(isZoneName);
  const others = Intl.supportedValuesOf('timeZone').filter((name) => !first.includes(name));
  const rowOf = (name: string, heading: string | null): Row => ({
    id: name,
    icon: 'globe',
    label: name,
    ...(name === zone ? { description: t('this computer') } : {}),
    ...(heading === null ? {} : { heading }),
    choose: answerOf({ ...draft, caseData: withField(draft.caseData, 'recorderZone', name) }, 'recorderZone'),
  });
  const none: Row = {
    id: 'none',
    icon: 'circle-slash',
    label: t('Not known'),
    choose: answerOf({ ...draft, caseData: withField(draft.caseData, 'recorderZone', undefined) }, 'recorderZone'),
  };
  return {
    kind: 'list',
    title: caseFieldLabel('recorderZone', t),
    placeholder: t('The zone the recorder clock is set to: type a city or region'),
    rows: [
      ...first.map((name, index) => rowOf(name, index === 0 ? t('likely') : null)),
      none,
      ...others.map((name, index) => rowOf(name, index === 0 ? t('all zones') : null)),
    ],
  };
}

function answerOf(draft: EvidenceJobDraft, field: CaseField) {
  return { draft, to: 'opener', at: OPTIONAL[OPTIONAL.indexOf(field) + 1] ?? 'next at the end' } as const;
}
