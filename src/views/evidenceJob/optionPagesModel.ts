import type { Translate } from '../../engine/model/text/translate';
import type { FormRow, ListPage } from '../form/formModel';
import { digestsText } from './digestsPageModel';
import {
  type EvidenceJobDraft,
  type EvidenceJobPage,
  FORM_OPTIONS,
  type FormContext,
  type FormOption,
} from './draftModel';

type Page = ListPage<EvidenceJobDraft, EvidenceJobPage>;
type Row = FormRow<EvidenceJobDraft, EvidenceJobPage>;
type Options = EvidenceJobDraft['options'];

/** A value an option can have: what is set for it, and how it reads. */
interface Choice {
  readonly options: Options;
  readonly label: string;
  readonly detail: string;
}

/** The options in force, to be taken as they are or changed one by one. */
export function optionsPage(draft: EvidenceJobDraft, context: FormContext): Page {
  const { t } = context;
  const isChanged = Object.keys(draft.options).length > 0;
  return {
    kind: 'list',
    title: t('Options'),
    placeholder: t('How it is copied and proved'),
    rows: [
      {
        id: 'next',
        icon: 'arrow-right',
        label: t('Continue'),
        description: isChanged ? t('with these options') : t('with your settings'),
        choose: { draft, to: 'next' },
      },
      ...FORM_OPTIONS.map((option, index): Row => {
        const { label, detail } = currentChoice(draft, option, context);
        return {
          id: option,
          icon: 'settings-gear',
          label: optionLabel(option, t),
          description: label,
          detail,
          ...(index === 0 ? { heading: t('change') } : {}),
          choose: { draft, to: `option:${option}` },
        };
      }),
      {
        id: 'digests',
        icon: 'settings-gear',
        label: t('Digests'),
        description: digestsText(draft, context),
        choose: { draft, to: 'digests' },
      },
    ],
  };
}

/** The values of one option. */
export function optionPage(draft: EvidenceJobDraft, option: FormOption, context: FormContext): Page {
  const { t } = context;
  const current = currentChoice(draft, option, context).label;
  const rows = choicesOf(option, t).map(
    ({ options, label, detail }): Row => ({
      id: label,
      icon: label === current ? 'check' : 'circle-outline',
      label,
      detail,
      choose: { draft: { ...draft, options: { ...draft.options, ...options } }, to: 'opener', at: option },
    }),
  );
  return { kind: 'list', title: optionLabel(option, t), placeholder: t('Choose one'), rows };
}

/** The options in a few words each. */
export function optionsText(draft: EvidenceJobDraft, context: FormContext): string {
  const shown = ['verification', 'layout', 'conflict', 'onItemError'] as const;
  const parts = shown.map(
    (option) => `${optionLabel(option, context.t)}: ${currentChoice(draft, option, context).label}`,
  );
  return [...parts, digestsText(draft, context)].join(' · ');
}

function currentChoice(draft: EvidenceJobDraft, option: FormOption, { t, settings }: FormContext): Choice {
  const value = draft.options[option] ?? settings[option];
  const found = choicesOf(option, t).find(({ options }) => options[option] === value);
  return found ?? { options: {}, label: String(value), detail: '' };
}

function optionLabel(option: FormOption, t: Translate): string {
  switch (option) {
    case 'verification':
      return t('Verification');
    case 'requireGrade':
      return t('Require the grade');
    case 'layout':
      return t('Layout');
    case 'conflict':
      return t('Existing names');
    case 'onItemError':
      return t('After an error of the source');
    case 'useBufferReuse':
      return t('Reads of the source');
    default:
      return option satisfies never;
  }
}

function choicesOf(option: FormOption, t: Translate): readonly Choice[] {
  switch (option) {
    case 'verification':
      return [
        choice(
          { verification: 'device' },
          t('Device'),
          t('Read back past the memory of the system, as the device answers.'),
        ),
        choice(
          { verification: 'deviceAndSource' },
          t('Device, and the source twice'),
          t('As Device; then the source is read again and all digests must be equal.'),
        ),
        choice(
          { verification: 'readBack' },
          t('Read back'),
          t('Read back through the system, which may answer from memory.'),
        ),
        choice(
          { verification: 'stream' },
          t('Not read back'),
          t('Digests are recorded; nothing is proved about the copy.'),
        ),
      ];
    case 'requireGrade':
      return [
        choice({ requireGrade: false }, t('No'), t('A lower grade is recorded as what it is.')),
        choice({ requireGrade: true }, t('Yes'), t('A file that does not reach the grade fails.')),
      ];
    case 'layout':
      return [
        choice({ layout: 'plain' }, t('Plain'), t('Directly in the output folder.')),
        choice({ layout: 'bag' }, t('Bag'), t('The output folder is a bag after BagIt 1.0, with the records in it.')),
      ];
    case 'conflict':
      return [
        choice({ conflict: 'fail' }, t('Fail'), t('Nothing is written if a name is at the destination already.')),
        choice({ conflict: 'skipIdentical' }, t('Skip identical'), t('Folders are merged; what differs fails.')),
        choice({ conflict: 'rename' }, t('Keep both'), t('Folders are merged; copies get a name such as "name (2)".')),
        choice({ conflict: 'overwrite' }, t('Overwrite'), t('Existing files are REPLACED; their content is lost.')),
      ];
    case 'onItemError':
      return [
        choice({ onItemError: 'continue' }, t('Continue'), t('The other items are copied; the job ends incomplete.')),
        choice({ onItemError: 'stop' }, t('Stop'), t('The job stops at the first item that fails.')),
      ];
    case 'useBufferReuse':
      return [
        choice({ useBufferReuse: true }, t('One'), t('Hashed from the same memory it is written from.')),
        choice({ useBufferReuse: false }, t('Two'), t('Three passes: hash the source, copy, hash the copy.')),
      ];
    default:
      return option satisfies never;
  }
}

function choice(options: Options, label: string, detail: string): Choice {
  return { options, label, detail };
}
