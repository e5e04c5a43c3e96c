import type { CaseData } from '../../engine/model/case/caseData';
import type { JobOptions } from '../../engine/model/job/job';
import type { PathText } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import type { DateFormat } from '../../engine/model/time/dateFormat';
import type { FormState } from '../form/formModel';
import { CASE_FIELDS, type CaseField, caseFieldValue } from '../text/caseFieldsModel';

/** The choices of a job that have a few values each, besides the digests; each is also a setting. */
export const FORM_OPTIONS = [
  'verification',
  'requireGrade',
  'layout',
  'conflict',
  'onItemError',
  'useBufferReuse',
] as const;
/** One of {@link FORM_OPTIONS}. */
export type FormOption = (typeof FORM_OPTIONS)[number];

/** Longest text from outside in a row of the form, in characters. */
export const ROW_LENGTH = 90;

/** What was answered so far. Case data in it are valid, one by one and together. */
export interface EvidenceJobDraft {
  /** Absolute. */
  readonly sources: readonly PathText[];
  /** Absolute; each gets the whole copy. */
  readonly destinations: readonly PathText[];
  readonly caseData: CaseData;
  /** Empty for no folder below the destination. */
  readonly folderTemplate: string;
  /** Options that are not the settings of the moment. */
  readonly options: Partial<Pick<JobOptions, FormOption | 'hashAlgorithms'>>;
}

/** Pages of the form: its steps, and what is opened from them. */
export type EvidenceJobPage =
  | (typeof EVIDENCE_JOB_STEPS)[number]
  | `field:${CaseField}`
  | 'digests'
  | `option:${FormOption}`;

/** The steps, in their order. */
export const EVIDENCE_JOB_STEPS = [
  'sources',
  'destinations',
  'caseNumber',
  'examiner',
  'caseData',
  'folder',
  'options',
  'summary',
] as const;

/** What pages go by besides the draft. */
export interface FormContext {
  readonly t: Translate;
  /** How the person writes dates. */
  readonly format: DateFormat;
  /** Language of the window (BCP 47), for dates in words. */
  readonly locale: string;
  /** Time zone of this machine: the likeliest one of the recorder. */
  readonly zone: string;
  /** The settings of the moment. */
  readonly settings: Pick<JobOptions, FormOption | 'hashAlgorithms'>;
  /** The destination that was chosen last; null where there is none. */
  readonly lastDestination: PathText | null;
}

/** Where a new form begins: what is known already need not be asked first. */
export function startOf(draft: EvidenceJobDraft): FormState<EvidenceJobDraft, EvidenceJobPage> {
  return draft.sources.length === 0
    ? { draft, trail: ['sources'], at: null }
    : { draft, trail: ['sources', 'destinations'], at: null };
}

/** A form that was left, to be offered again; null where nothing was answered in it since its `start`. */
export function offeredAgain(
  left: FormState<EvidenceJobDraft, EvidenceJobPage>,
  start: EvidenceJobDraft,
): FormState<EvidenceJobDraft, EvidenceJobPage> | null {
  return left.draft === start ? null : left;
}

/** A form that was left, to be gone on with; sources that were selected since then replace its own. */
export function resumed(
  left: FormState<EvidenceJobDraft, EvidenceJobPage>,
  sources: readonly PathText[],
): FormState<EvidenceJobDraft, EvidenceJobPage> {
  return sources.length === 0 ? left : { ...left, draft: { ...left.draft, sources } };
}

/** Case data with one field changed; undefined takes it out. */
export function withField(caseData: CaseData, field: CaseField, value: string | undefined): CaseData {
  const values = new Map(CASE_FIELDS.map((each) => [each, caseFieldValue(caseData, each)]));
  values.set(field, value);
  const given = [...values].filter((entry): entry is [CaseField, string] => entry[1] !== undefined);
  const recorder = given.filter(([name]) => name.startsWith('recorder.')).map(([name, text]) => [name.slice(9), text]);
  const others = given.filter(([name]) => !name.startsWith('recorder.'));
  return {
    ...Object.fromEntries(others),
    ...(recorder.length === 0 ? {} : { recorder: Object.fromEntries(recorder) }),
  };
}
