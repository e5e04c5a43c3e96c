import { basename, sep } from 'node:path';
import { MOST_DESTINATIONS } from '../../engine/model/job/job';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { FormRow, ListPage } from '../form/formModel';
import { shortened } from '../text/escape';
import { type EvidenceJobDraft, type EvidenceJobPage, type FormContext, ROW_LENGTH } from './draftModel';

type Row = FormRow<EvidenceJobDraft, EvidenceJobPage>;

/** Where to copy to: each folder gets the whole copy. A destination that is chosen is taken out. */
export function destinationsPage(
  draft: EvidenceJobDraft,
  context: FormContext,
): ListPage<EvidenceJobDraft, EvidenceJobPage> {
  const { t } = context;
  const { destinations } = draft;
  const isEmpty = destinations.length === 0;
  const next: Row = {
    id: 'next',
    icon: 'arrow-right',
    label: t('Continue'),
    description: destinations.length === 1 ? t('with 1 destination') : t('with {0} destinations', destinations.length),
    choose: { draft, to: 'next' },
  };
  const choose: Row = {
    id: 'choose',
    icon: 'folder-opened',
    label: isEmpty ? t('Choose a Folder…') : t('Add Another Destination…'),
    choose: { ask: 'destination', to: () => 'destinations' },
  };
  return {
    kind: 'list',
    title: t('Destinations'),
    placeholder: isEmpty ? t('The folder to copy to') : t('Continue, or add a folder that gets the same copy'),
    rows: [
      ...(isEmpty || destinationsFault(draft, context) !== null ? [] : [next]),
      ...lastDestination(draft, context),
      ...(destinations.length < MOST_DESTINATIONS ? [choose] : []),
      ...destinations.map((destination, index) => chosenRow(draft, destination, index, context)),
    ],
  };
}

/** What is wrong with the destinations, as a sentence; null where nothing is. */
export function destinationsFault(draft: EvidenceJobDraft, context: FormContext): string | null {
  const faults = draft.destinations.map((destination) => faultOf(destination, draft, context));
  return faults.find((fault) => fault !== null) ?? null;
}

/** The folder used last, as long as no other one was chosen. */
function lastDestination(draft: EvidenceJobDraft, context: FormContext): readonly Row[] {
  const { t, lastDestination: folder } = context;
  if (folder === null || draft.destinations.length > 0) return [];
  const label = printable(shortened(folder, ROW_LENGTH));
  const fault = faultOf(folder, draft, context);
  if (fault !== null) return [{ id: 'last', icon: 'error', label, detail: fault, choose: null }];
  const chosen = { ...draft, destinations: [folder] };
  return [
    { id: 'last', icon: 'history', label, description: t('used last'), choose: { draft: chosen, to: 'destinations' } },
  ];
}

function chosenRow(draft: EvidenceJobDraft, destination: PathText, index: number, context: FormContext): Row {
  const { t } = context;
  const fault = faultOf(destination, draft, context);
  const others = { ...draft, destinations: draft.destinations.filter((each) => each !== destination) };
  return {
    id: destination,
    icon: fault === null ? 'check' : 'error',
    label: printable(shortened(destination, ROW_LENGTH)),
    ...(fault === null ? {} : { detail: fault }),
    ...(index === 0 ? { heading: t('destinations: choose one to take it out') } : {}),
    choose: { draft: others, to: 'destinations' },
  };
}

/** As far as the paths tell; the engine looks at the folders themselves. */
function faultOf(
  destination: PathText,
  { sources, destinations }: EvidenceJobDraft,
  { t }: FormContext,
): string | null {
  const source = sources.find((each) => isWithin(destination, each));
  if (source !== undefined) {
    return t('It lies inside the source "{0}": choose another folder.', shortNameOf(source));
  }
  const around = destinations.find((each) => each !== destination && isWithin(destination, each));
  return around === undefined
    ? null
    : t('It lies inside another destination, "{0}": choose folders that are apart.', shortNameOf(around));
}

/** Whether a path is a folder, or lies in it. */
function isWithin(path: PathText, folder: PathText): boolean {
  return `${path}${sep}`.startsWith(`${folder}${folder.endsWith(sep) ? '' : sep}`);
}

function shortNameOf(path: PathText): string {
  return printable(shortened(basename(path) || path));
}
