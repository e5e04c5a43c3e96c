import { basename, join } from 'node:path';
import { folderNames, TEMPLATE_KEYS } from '../../engine/model/case/folderTemplate';
import { templateFaultText } from '../../engine/model/case/templateFaultText';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { folderPatternOf } from '../../engine/model/time/dateFormat';
import type { TextPage } from '../form/formModel';
import { CASE_FIELDS, caseFieldLabel, caseFieldValue } from '../text/caseFieldsModel';
import type { EvidenceJobDraft, EvidenceJobPage, FormContext } from './draftModel';

/** The template for folders below the destination, with what comes of it while it is typed. */
export function folderPage(draft: EvidenceJobDraft, context: FormContext): TextPage<EvidenceJobDraft, EvidenceJobPage> {
  const { t } = context;
  return {
    kind: 'text',
    title: t('Output Folder'),
    prompt: t('Folders below the destination, with values in braces: {0}', TEMPLATE_KEYS.join(', ')),
    placeholder: t('Empty: directly in the destination'),
    value: draft.folderTemplate,
    remark: (text) => {
      const folder = outputFolder({ ...draft, folderTemplate: text.trim() }, context);
      return 'fault' in folder
        ? { severity: 'error', message: folder.fault }
        : { severity: 'info', message: previewText(folder.path, draft.destinations.length, t) };
    },
    accept: (text) => ({ draft: { ...draft, folderTemplate: text.trim() }, to: 'next' }),
  };
}

/**
 * Where a job of this draft copies to, at the first of its destinations, and the folders of it below each of them, outermost
 * first; or why there is no such folder.
 */
export function outputFolder(
  draft: EvidenceJobDraft,
  { t, format }: Pick<FormContext, 't' | 'format'>,
): { readonly path: PathText; readonly folders: readonly string[] } | { readonly fault: string } {
  const { folderTemplate, caseData, sources } = draft;
  const [destination = ''] = draft.destinations;
  if (folderTemplate === '') return { path: destination, folders: [] };
  const missing = CASE_FIELDS.filter(
    (field) =>
      caseFieldValue(caseData, field) === undefined && /[:}]/.test(folderTemplate.split(`{${field}`)[1]?.[0] ?? ''),
  );
  if (missing.length > 0) {
    const names = missing.map((field) => caseFieldLabel(field, t)).join(', ');
    return { fault: t('Not given yet: {0}. Go back to the case data, or take it out of the template.', names) };
  }
  const label = basename(sources[0] ?? '');
  const folder = folderNames(folderTemplate, { label, caseData }, folderPatternOf(format));
  if ('faults' in folder) return { fault: folder.faults.map((each) => templateFaultText(each, t)).join(' ') };
  return { path: join(destination, ...folder.names), folders: folder.names };
}

function previewText(path: PathText, destinations: number, t: Translate): string {
  return destinations > 1 ? t('{0}, and the same at each other destination', printable(path)) : printable(path);
}
