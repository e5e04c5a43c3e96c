import {
  ALGORITHM_TITLES,
  algorithmsFault,
  HASH_ALGORITHMS,
  type HashAlgorithm,
} from '../../engine/model/proof/digest';
import type { FormRow, ListPage } from '../form/formModel';
import type { EvidenceJobDraft, EvidenceJobPage, FormContext } from './draftModel';

type Row = FormRow<EvidenceJobDraft, EvidenceJobPage>;

/** The digests that are taken; each is put in or taken out by choosing it. */
export function digestsPage(
  draft: EvidenceJobDraft,
  context: FormContext,
): ListPage<EvidenceJobDraft, EvidenceJobPage> {
  const { t } = context;
  const taken = digestsOf(draft, context);
  const done: Row = {
    id: 'done',
    icon: 'arrow-right',
    label: t('Continue'),
    description: digestsText(draft, context),
    choose: { draft, to: 'opener', at: 'digests' },
  };
  const rows = HASH_ALGORITHMS.map((algorithm, index): Row => {
    const isTaken = taken.includes(algorithm);
    const others = HASH_ALGORITHMS.filter((each) => (each === algorithm) !== taken.includes(each));
    const isNeeded = algorithmsFault(others) !== undefined;
    return {
      id: algorithm,
      icon: isTaken ? 'check' : 'circle-outline',
      label: ALGORITHM_TITLES[algorithm],
      ...(isNeeded ? { description: t('SHA-256 or SHA-512 is always taken') } : {}),
      ...(index === 0 ? { heading: t('choose to put in or take out') } : {}),
      choose: isNeeded
        ? null
        : { draft: { ...draft, options: { ...draft.options, hashAlgorithms: others } }, to: 'digests', at: algorithm },
    };
  });
  return { kind: 'list', title: t('Digests'), placeholder: t('All of them from one read'), rows: [done, ...rows] };
}

/** The digests by their names: `SHA-256, MD5`. */
export function digestsText(draft: EvidenceJobDraft, context: FormContext): string {
  return digestsOf(draft, context)
    .map((algorithm) => ALGORITHM_TITLES[algorithm])
    .join(', ');
}

function digestsOf(draft: EvidenceJobDraft, { settings }: FormContext): readonly HashAlgorithm[] {
  return draft.options.hashAlgorithms ?? settings.hashAlgorithms;
}
