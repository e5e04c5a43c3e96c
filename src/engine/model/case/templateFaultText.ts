import { type Phrase, phraseBook, type Say } from '../text/phraseBook';

/** Why a folder template cannot be used, as `folderTemplate.ts` words it. */
const TEMPLATES: readonly Phrase[] = [
  (t, ...v) => t('The folder template has more than {0} characters.', ...v),
  (t, ...v) => t('The folder template has more than {0} folders.', ...v),
  (t) => t('The folder template has a folder without a name: no / at its start or end, nor two of them together.'),
  (t, ...v) => t('The folder template may not hold {0}: it stays in the destination.', ...v),
  (t, ...v) => t('The folder template has a {0} without its counterpart.', ...v),
  (t, ...v) => t('The folder template holds {0}, which not every file name can.', ...v),
  (t, ...v) => t('The folder template has no value {0}; there are {1}.', ...v),
  (t, ...v) => t('In the folder template only start and end take a pattern, not {0}.', ...v),
  (t, ...v) =>
    t(
      'In the folder template {0} is no date pattern: use YYYY, MM, DD, HH, mm and ss, with spaces and . _ , - between them.',
      ...v,
    ),
  (t, ...v) =>
    t('The folder template needs {0}, which this job does not have: give {1}, or take it out of the template.', ...v),
];

const sentenceText = phraseBook(TEMPLATES);

/** Why a folder template cannot be used, one or more sentences, in the person's language. */
export const templateFaultText: Say = (text, t) =>
  text
    .split(/(?<=\.) (?=The folder template |In the folder template )/)
    .map((sentence) => sentenceText(sentence, t))
    .join(' ');
