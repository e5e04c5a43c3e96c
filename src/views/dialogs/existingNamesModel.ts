import { type PathText, printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { shortened } from '../text/escape';

const NAMES_LISTED = 10;

/** The question about names that the destination has already. Plain text, nothing in it is interpreted. */
export interface ExistingNamesModel {
  readonly message: string;
  readonly detail: string;
}

/** Words the question. Nothing has been written when it is asked. */
export function existingNamesModel(
  names: readonly string[],
  selected: number,
  destination: PathText,
  t: Translate,
): ExistingNamesModel {
  const unlisted = names.length - NAMES_LISTED;
  const list = names.slice(0, NAMES_LISTED).map((name) => `• ${printable(shortened(name))}`);
  if (unlisted > 0) list.push(t('… and {0} more', unlisted));
  const folder = printable(shortened(destination));
  const [only] = names;
  return {
    message:
      only !== undefined && names.length === 1
        ? t('"{0}" is already in "{1}". Nothing has been written yet.', printable(shortened(only)), folder)
        : t('{0} of {1} names are already in "{2}". Nothing has been written yet.', names.length, selected, folder),
    detail: [
      ...(names.length === 1 ? [] : [...list, '']),
      t(
        'Skip Identical: existing folders are merged; an existing file is left as it is, skipped if its digest is the same, and reported as failed if it differs.',
      ),
      '',
      t('Keep Both: existing folders are merged; where a file exists, the copy gets a name such as "name (2)".'),
    ].join('\n'),
  };
}
