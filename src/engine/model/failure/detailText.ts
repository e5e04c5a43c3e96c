import { type Phrase, phraseBook, type Say } from '../text/phraseBook';

/** What is told of a source, a copy or something at the destination that is not as it should be. */
const STATES: readonly Phrase[] = [
  (t) => t('it was removed'),
  (t) => t('it is not there'),
  (t) => t('it was replaced'),
  (t) => t('it was replaced by a link'),
  (t) => t('it was replaced by a special file'),
  (t) => t('a folder above it was replaced'),
  (t) => t('the folder was replaced'),
  (t) => t('the folder was removed or replaced'),
  (t) => t('the link was removed or replaced'),
  (t) => t('the link points elsewhere'),
  (t) => t('the link points elsewhere now'),
  (t) => t('it points elsewhere'),
  (t) => t('it became a file'),
  (t) => t('it became a folder'),
  (t) => t('it became a link'),
  (t, ...v) => t('it became a {0}', ...v),
  (t) => t('it is a folder'),
  (t, ...v) => t('it is a {0}', ...v),
  (t) => t('it is no file'),
  (t) => t('it is no folder'),
  (t) => t('it is no link'),
  (t) => t('it is no regular file any more'),
  (t) => t('it cannot be read'),
  (t) => t('it was written to'),
  (t) => t('its content was changed'),
  (t) => t('its content was changed after it was proved'),
  (t) => t('its content was changed after it was published'),
  (t) => t('its modification time was changed'),
  (t) => t('nothing was proved of it'),
  (t) => t('it has no outcome'),
  (t) => t('other content of the same size'),
  (t, ...v) => t('it has {0} bytes instead of {1}', ...v),
  (t, ...v) => t('{0} bytes instead of {1}', ...v),
  (t, ...v) => t('{0} names in it are not part of the copy', ...v),
  (t, ...v) => t('it belongs to the job {0}', ...v),
];

/** Facts of a file, as they stand in a list of what has changed. */
const FACTS: readonly Phrase[] = [
  (t) => t('its size'),
  (t) => t('its modification time'),
  (t) => t('its change time'),
  (t) => t('its device'),
  (t) => t('its inode'),
];

/** What keeps a grade from being higher. */
const GRADE_REASONS: readonly Phrase[] = [
  (t) => t('the copy was not read back'),
  (t) => t('the source was read once'),
  (t) => t('reading from the device was not asked for'),
  (t) => t('this system does not tell what came from the device'),
  (t) => t('the file system answered from memory, although it was asked for a direct read'),
  (t) => t('the file system refuses direct reads, and the file could not be dropped from memory'),
  (t) => t('the file system refuses direct reads, and answered from memory after the file was dropped from it'),
  (t, ...v) => t('{0} does not keep its files on a local block device', ...v),
];

/** What is wrong with a line of a custody log. */
const LOG_LINES: readonly Phrase[] = [
  (t) => t('it is no entry of a log'),
  (t) => t('it does not follow from the line before'),
  (t, ...v) => t('its number is {0}', ...v),
  (t) => t('it has no entry'),
  (t) => t('the job begins a second time'),
  (t) => t('it does not begin with the request'),
  (t, ...v) => t('{0} without a plan', ...v),
  (t, ...v) => t('it tells nothing that is known ({0})', ...v),
];

/** What is wrong with other files of a job; and who holds a name. */
const FILES: readonly Phrase[] = [
  (t, ...v) => t('{0} is not what the log says was written', ...v),
  (t) => t('its bytes are not those that were written'),
  (t) => t('its CRC-32 is not that of its content'),
  (t, ...v) => t('it holds {0}, which was not put into it', ...v),
  (t, ...v) => t('it holds {0} in place of {1}', ...v),
  (t, ...v) => t('it lacks {0}', ...v),
  (t, ...v) => t('the content of {0} is not what was copied', ...v),
  (t, ...v) => t('process {0} on {1}', ...v),
  (t, ...v) => t('the ZIP of this job, {0}', ...v),
  (t, ...v) => t('the folder of the records, {0}', ...v),
];

const fact = phraseBook(FACTS);
const gradeReason = phraseBook(GRADE_REASONS);
const logLine = phraseBook(LOG_LINES);

/** A detail of a failure or a reason for a grade, as the engine words it, in the person's language. */
export const detailText: Say = phraseBook([
  ...STATES,
  ...GRADE_REASONS,
  (t, reason) => t('of the source: {0}', gradeReason(reason, t)),
  ...FILES,
  (t, line, what) => t('line {0}: {1}', line, logLine(what, t)),
  (t, facts) =>
    t(
      '{0} changed',
      facts
        .split(', ')
        .map((each) => fact(each, t))
        .join(', '),
    ),
]);
