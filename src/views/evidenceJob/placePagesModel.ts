import { basename, dirname, sep } from 'node:path';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { FormRow, ListPage } from '../form/formModel';
import { shortened } from '../text/escape';
import type { EvidenceJobDraft, EvidenceJobPage, FormContext } from './draftModel';

type Row = FormRow<EvidenceJobDraft, EvidenceJobPage>;
type Page = ListPage<EvidenceJobDraft, EvidenceJobPage>;

/** Longest path in a row, in characters. */
const PATH_LENGTH = 90;

/** What is to be copied. A source that is chosen is taken out. */
export function sourcesPage(draft: EvidenceJobDraft, { t }: FormContext): Page {
  const { sources } = draft;
  const chosen = sources.map((source, index): Row => {
    const others = { ...draft, sources: sources.filter((each) => each !== source) };
    return {
      id: source,
      icon: 'file-symlink-file',
      label: printable(shortened(basename(source) || source)),
      description: t('in {0} (choose to take it out)', printable(shortened(dirname(source), PATH_LENGTH))),
      ...(index === 0 ? { heading: t('sources') } : {}),
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

/** Where to copy to: the folder chosen before, the one used last, or another. */
export function destinationPage(draft: EvidenceJobDraft, context: FormContext): Page {
  const { t, lastDestination } = context;
  const known = draft.destination ?? lastDestination;
  return {
    kind: 'list',
    title: t('Destination'),
    placeholder: t('The folder to copy to'),
    rows: [
      ...(known === null ? [] : [knownDestination(draft, known, context)]),
      {
        id: 'choose',
        icon: 'folder-opened',
        label: t('Choose a Folder…'),
        choose: { ask: 'destination', to: (chosen) => (sourceAround(chosen) === undefined ? 'next' : 'destination') },
      },
    ],
  };
}

/** What is wrong with the destination, as a sentence; null where nothing is. */
export function destinationFault(draft: EvidenceJobDraft, { t }: FormContext): string | null {
  const around = sourceAround(draft);
  if (around === undefined) return null;
  const name = printable(shortened(basename(around) || around));
  return t('It lies inside the source "{0}": choose another folder.', name);
}

/** The source that the destination is, or lies inside of, as far as the paths tell. */
function sourceAround({ sources, destination }: EvidenceJobDraft): PathText | undefined {
  if (destination === null) return undefined;
  return sources.find((source) => `${destination}${sep}`.startsWith(`${source}${source.endsWith(sep) ? '' : sep}`));
}

function knownDestination(draft: EvidenceJobDraft, folder: PathText, context: FormContext): Row {
  const { t } = context;
  const chosen = { ...draft, destination: folder };
  const fault = destinationFault(chosen, context);
  const label = printable(shortened(folder, PATH_LENGTH));
  if (fault !== null) return { id: 'known', icon: 'error', label, detail: fault, choose: null };
  const description = draft.destination === null ? t('used last') : t('chosen');
  return { id: 'known', icon: 'arrow-right', label, description, choose: { draft: chosen, to: 'next' } };
}
