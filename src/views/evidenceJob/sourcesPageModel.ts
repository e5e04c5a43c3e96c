import { basename, dirname } from 'node:path';
import { printable } from '../../engine/model/text/pathText';
import type { FormRow, ListPage } from '../form/formModel';
import { shortened } from '../text/escape';
import { type EvidenceJobDraft, type EvidenceJobPage, type FormContext, ROW_LENGTH } from './draftModel';

type Row = FormRow<EvidenceJobDraft, EvidenceJobPage>;

/** What is to be copied. A source that is chosen is taken out. */
export function sourcesPage(draft: EvidenceJobDraft, { t }: FormContext): ListPage<EvidenceJobDraft, EvidenceJobPage> {
  const { sources } = draft;
  const chosen = sources.map((source, index): Row => {
    const others = { ...draft, sources: sources.filter((each) => each !== source) };
    return {
      id: source,
      icon: 'file-symlink-file',
      label: printable(shortened(basename(source) || source)),
      description: t('in {0}', printable(shortened(dirname(source), ROW_LENGTH))),
      ...(index === 0 ? { heading: t('sources: choose one to take it out') } : {}),
      choose: { draft: others, to: 'sources' },
    };
  });
  const next: Row = {
    id: 'next',
    icon: 'arrow-right',
    label: t('Continue'),
    description: sources.length === 1 ? t('with 1 item') : t('with {0} items', sources.length),
    choose: { draft, to: 'next' },
  };
  return {
    kind: 'list',
    title: t('Sources'),
    placeholder: sources.length === 0 ? t('Add what is to be copied') : t('Add more, or continue'),
    rows: [
      ...(sources.length === 0 ? [] : [next]),
      { id: 'files', icon: 'files', label: t('Add Files…'), choose: { ask: 'files', to: () => 'sources' } },
      { id: 'folders', icon: 'folder', label: t('Add Folders…'), choose: { ask: 'folders', to: () => 'sources' } },
      ...chosen,
    ],
  };
}
