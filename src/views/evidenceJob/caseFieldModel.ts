import { CASE_TEXT_LENGTH, type CaseData, CaseDataSchema, NOTES_LENGTH } from '../../engine/model/case/caseData';
import { timeOffset } from '../../engine/model/case/timeOffset';
import type { Translate } from '../../engine/model/text/translate';
import { readDate, writeDate } from '../../engine/model/time/dateFormat';
import { readReferenceTime } from '../../engine/model/time/referenceTime';
import { type CaseField, caseFieldLabel, caseFieldValue } from '../text/caseFieldsModel';
import { type FormContext, withField } from './draftModel';

/** Fields that hold a time as a clock shows it. */
const WALL_CLOCKS: ReadonlySet<CaseField> = new Set(['start', 'end', 'recorderClock']);

/** A moment that shows the person's date format without doubt. */
const EXAMPLE = '2026-11-23T21:55:00';

/** Case data with a field as the person wrote it, or why that cannot be. Empty text takes the field out. */
export function readCaseField(
  caseData: CaseData,
  field: CaseField,
  text: string,
  context: FormContext,
): { readonly caseData: CaseData } | { readonly fault: string } {
  const { t } = context;
  const value = text.trim() === '' ? undefined : valueFrom(field, text.trim(), caseData, context);
  if (value === null) return { fault: expectation(field, context) };
  const changed = withField(caseData, field, value);
  const parsed = CaseDataSchema.safeParse(changed);
  if (parsed.success) return { caseData: changed };
  const isAboutThis = parsed.error.issues.some(({ message }) => message.startsWith('expected'));
  return { fault: isAboutThis ? expectation(field, context) : orderFault(t) };
}

/** A value as the person would write it. */
export function writtenCaseField(caseData: CaseData, field: CaseField, { format }: FormContext): string {
  const value = caseFieldValue(caseData, field);
  if (value === undefined) return '';
  if (WALL_CLOCKS.has(field)) return writeDate(value, format);
  if (field !== 'referenceClock') return value;
  const [, wallClock = value, distance = ''] = /^(.{16}(?::\d\d)?)(.*)$/.exec(value) ?? [];
  return `${writeDate(wallClock, format)} ${distance === 'Z' ? 'UTC' : distance}`;
}

/** A time in words, in which day and month cannot be mistaken; null for other fields. */
export function timeInWords(caseData: CaseData, field: CaseField, { locale }: FormContext): string | null {
  const value = caseFieldValue(caseData, field);
  if (value === undefined || !(WALL_CLOCKS.has(field) || field === 'referenceClock')) return null;
  const [wallClock = '', distance = ''] = value.split(/(?=Z|[+-]\d\d:\d\d$)/);
  const words = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' });
  const zone = distance === 'Z' ? ' UTC' : distance === '' ? '' : ` UTC${distance}`;
  return `${words.format(Date.parse(`${wallClock}Z`))}${zone}`;
}

/** How far the recorder's clock is off, in words, with what has to be known about it; null as long as it is not known. */
export function offsetInWords(
  caseData: CaseData,
  t: Translate,
): { readonly words: string; readonly notices: string } | null {
  const offset = timeOffset(caseData, t);
  return 'missing' in offset ? null : { words: offset.words, notices: offset.notices.slice(1).join(' ') };
}

/** What a field is for, in a sentence. */
export function caseFieldPrompt(field: CaseField, { t, format }: FormContext): string {
  const example = writeDate(EXAMPLE, format);
  switch (field) {
    case 'start':
    case 'end':
      return t('Date and time as the recorder shows them, such as {0}', example);
    case 'recorderClock':
      return t('Date and time the recorder showed when you compared it with a reference clock, such as {0}', example);
    case 'referenceClock':
      return t('Date and time of the reference clock at that moment, such as {0} +01:00 or {0} UTC', example);
    case 'notes':
      return t('Anything else that belongs on record');
    default:
      return caseFieldLabel(field, t);
  }
}

/** The one rule for several fields together. */
function orderFault(t: Translate): string {
  return t(
    'The end is before the start. Check both; if the clocks were set back in between, give the time zone of the recorder first.',
  );
}

/** Null where the text cannot be read. */
function valueFrom(field: CaseField, text: string, caseData: CaseData, { format }: FormContext): string | null {
  if (WALL_CLOCKS.has(field)) return readDate(text, format) ?? null;
  if (field === 'referenceClock') return readReferenceTime(text, format, caseData.recorderZone) ?? null;
  return text;
}

function expectation(field: CaseField, { t, format }: FormContext): string {
  const example = writeDate(EXAMPLE, format);
  if (WALL_CLOCKS.has(field)) return t('Give date and time such as {0}.', example);
  if (field === 'referenceClock') return t('Give date, time and zone such as {0} +01:00 or {0} UTC.', example);
  return t('At most {0} characters, without control characters.', field === 'notes' ? NOTES_LENGTH : CASE_TEXT_LENGTH);
}
