import { templateFaultText } from '../../engine/model/case/templateFaultText';
import { type Phrase, phraseBook, type Say } from '../../engine/model/text/phraseBook';

/** What is expected instead of what was found. */
const EXPECTATIONS: readonly Phrase[] = [
  (t) => t('expected a path: text that is not empty'),
  (t, ...v) => t('expected text on one line, 1 to {0} characters', ...v),
  (t, ...v) => t('expected text on one line, 1 to {0} characters, or no such key', ...v),
  (t, ...v) => t('expected text of 1 to {0} characters, or no such key', ...v),
  (t, ...v) => t('expected a list of 1 to {0} paths', ...v),
  (t) => t('expected text such as {caseNumber}/{businessName} @ {location}'),
  (t) => t('expected a list of digests, each once, with sha256 or sha512 among them'),
  (t) => t('expected a whole number of KiB'),
  (t) => t('expected true or false'),
  (t, ...v) => t('expected one of {0}', ...v),
  (t) => t('expected an object with sources and destinations'),
  (t) => t('expected an object with case data'),
  (t) => t('expected an object with make, model and serial'),
  (t) => t('expected a date and time as a clock shows it, such as 2026-11-03T21:55 or 2026-11-03T21:55:00'),
  (t) => t('expected a date and time with its zone, such as 2026-11-10T09:00:00Z or 2026-11-10T10:00:00+01:00'),
  (t) => t('expected the IANA name of a time zone, such as Europe/Berlin'),
];

/** What was found. */
const VALUES: readonly Phrase[] = [(t) => t('an empty list'), (t) => t('a list'), (t) => t('an object')];

/** What is wrong with a value, a row or a file. */
const FAULTS: readonly Phrase[] = [
  ...EXPECTATIONS,
  (t) => t('is before the start. Check both; if the clocks were set back in between, give recorderZone as well'),
  (t) => t('each digest can be taken only once.'),
  (t) => t('sha256 or sha512 has to be among the digests: the others can be forged.'),
  (t) => t('is empty; expected a path'),
  (t) => t('holds a NUL character, which no path can'),
  (t) => t('holds half a character (a single surrogate), which no path can'),
  (t) => t('depends on the current folder of a drive; expected a backslash after the colon'),
  (t) =>
    t(
      'is a path of Windows, but this is another system; expected a path of this system (put ./ before it if it is one)',
    ),
  (t) => t('is no key of a job file'),
  (t) => t('is no key of a job file here; check its spelling'),
  (t) => t('stands twice; expected once'),
  (t) => t('is missing; every job needs its sources'),
  (t, expected) => t('is missing; {0}', expectation(expected, t)),
  (t, found, expected) => t('found {0}, {1}', value(found, t), expectation(expected, t)),
  (t, ...v) => t('{0} more faults are not listed', ...v),
  // of a file
  (t) => t('does not exist; check the path'),
  (t, ...v) => t('cannot be read ({0}); check the path', ...v),
  (t) => t('is no file; check the path'),
  (t, ...v) => t('has more than {0} bytes; a job file is far smaller', ...v),
  (t) => t('is not UTF-8 text; save it with the encoding UTF-8'),
  (t, ...v) => t('lists or objects lie more than {0} deep; expected 3 at most', ...v),
  (t) => t('is empty; expected a job'),
  // of JSON
  (t, ...v) => t('is not JSON: {0}', ...v),
  (t) => t('this is not JSON'),
  (t) => t('this word has no meaning in JSON; text stands in double quotes'),
  (t) => t('this is no number of JSON'),
  (t) => t('a key in double quotes is expected here; no comma stands after the last one'),
  (t) => t('a value is expected here; no comma stands after the last one'),
  (t) => t('a colon is expected here, between key and value'),
  (t) => t('a comma is expected here'),
  (t) => t('a closing brace } is missing'),
  (t) => t('a closing bracket ] is missing'),
  (t) => t('there is something after the end of the job'),
  (t) => t('comments are not allowed in job files'),
  (t) => t('the closing double quotes of a text are missing'),
  (t) => t('this number is cut off'),
  (t) => t('after \\u four hexadecimal digits are expected'),
  (t) => t('there is no such escape in JSON; a backslash in a text is written \\\\'),
  (t) => t('a control character stands in a text; write it as \\n, \\t or \\u with four digits'),
  // of a table
  (t, ...v) => t('has more than {0} bytes; split it', ...v),
  (t) => t('is not UTF-8 text; save it as "CSV UTF-8", as spreadsheet programs call it'),
  (t) => t('is empty; the first row has to name the columns'),
  (t) => t('has no jobs: below the names of the columns one row for each is expected'),
  (t, ...v) => t('has more than {0} jobs; split it', ...v),
  (t) => t('a cell begins with a quotation mark that is never closed'),
  (t, ...v) => t('the row has more than {0} bytes; check its quotation marks', ...v),
  (t) => t('a quotation mark stands inside a cell; put the cell in quotation marks and double those in it'),
  (t, ...v) => t('a column has no name; there are {0}', ...v),
  (t, ...v) => t('there is no column {0}; there are {1}', ...v),
  (t, ...v) =>
    t('has {0} cells, but there are {1} columns; put a cell that holds the separator in quotation marks', ...v),
];

const expectation = phraseBook(EXPECTATIONS);
const value = phraseBook(VALUES);
const fault = phraseBook([...FAULTS, (t, sentences) => templateFaultText(sentences, t)]);

/** A fault of a job file or of a table of jobs, with its place before it or without, in the person's language. */
export const faultText: Say = phraseBook([
  ...FAULTS,
  (t, column, what) => t('column {0}: {1}', column, fault(what, t)),
  (t, what) => t('job file: {0}', fault(what, t)),
  (t, place, what) => `${place}: ${fault(what, t)}`,
]);
