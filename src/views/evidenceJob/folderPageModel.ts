import { basename, join } from 'node:path';
import { folderPatternOf } from '../../engine/model/dateFormat';
import { type FolderNames, folderNames, TEMPLATE_KEYS } from '../../engine/model/folderTemplate';
import { printable } from '../../engine/model/pathText';
import type { TextPage } from '../form/formModel';
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
      return 'faults' in folder
        ? { severity: 'error', message: folder.faults.join(' ') }
        : { severity: 'info', message: printable(folder.path) };
    },
    accept: (text) => ({ draft: { ...draft, folderTemplate: text.trim() }, to: 'next' }),
  };
}

/** Where a job of this draft copies to; or every reason why there is no such folder, as sentences. */
export function outputFolder(
  draft: EvidenceJobDraft,
  { format }: Pick<FormContext, 'format'>,
): { readonly path: string } | { readonly faults: readonly string[] } {
  const { destination, folderTemplate, caseData, sources } = draft;
  const label = basename(sources[0] ?? '');
  const folder: FolderNames =
    folderTemplate === '' ? { names: [] } : folderNames(folderTemplate, { label, caseData }, folderPatternOf(format));
  return 'faults' in folder ? folder : { path: join(destination ?? '', ...folder.names) };
}
