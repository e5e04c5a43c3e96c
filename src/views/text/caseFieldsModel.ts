import type { CaseData } from '../../engine/model/case/caseData';
import type { Translate } from '../../engine/model/text/translate';

/** What a person can know about a case, in the order in which it is asked for and shown. */
export const CASE_FIELDS = [
  'caseNumber',
  'exhibit',
  'examiner',
  'examinerId',
  'organisation',
  'businessName',
  'location',
  'start',
  'end',
  'recorder.make',
  'recorder.model',
  'recorder.serial',
  'writeBlocker',
  'recorderZone',
  'recorderClock',
  'referenceClock',
  'notes',
] as const;
/** Named as in job files and folder templates. */
export type CaseField = (typeof CASE_FIELDS)[number];

/** What a field is called where people see it. */
export function caseFieldLabel(field: CaseField, t: Translate): string {
  switch (field) {
    case 'caseNumber':
      return t('Case number');
    case 'exhibit':
      return t('Exhibit number');
    case 'examiner':
      return t('Examiner');
    case 'examinerId':
      return t('Examiner ID');
    case 'organisation':
      return t('Organisation');
    case 'businessName':
      return t('Business name');
    case 'location':
      return t('Location');
    case 'start':
      return t('Start of the recording');
    case 'end':
      return t('End of the recording');
    case 'recorder.make':
      return t('Recorder make');
    case 'recorder.model':
      return t('Recorder model');
    case 'recorder.serial':
      return t('Recorder serial number');
    case 'writeBlocker':
      return t('Write blocker');
    case 'recorderZone':
      return t('Time zone of the recorder');
    case 'recorderClock':
      return t('Recorder clock showed');
    case 'referenceClock':
      return t('Reference clock showed');
    case 'notes':
      return t('Notes');
    default:
      return field satisfies never;
  }
}

/** The value of a field, as it stands in a job file; undefined where it is not known. */
export function caseFieldValue(caseData: CaseData, field: CaseField): string | undefined {
  switch (field) {
    case 'recorder.make':
      return caseData.recorder?.make;
    case 'recorder.model':
      return caseData.recorder?.model;
    case 'recorder.serial':
      return caseData.recorder?.serial;
    default:
      return caseData[field];
  }
}
