import { type Phrase, phraseBook, type Say } from '../text/phraseBook';

/** What a folder is held against. */
const AGAINST: readonly Phrase[] = [
  (t) => t('nothing yet'),
  (t) => t('the records of one job'),
  (t, ...v) => t('the records of {0} jobs', ...v),
  (t, ...v) => t('the records {0}', ...v),
  (t, ...v) => t('BagIt {0} bag', ...v),
];

/** How records are not as they were sealed. */
const SEALS: readonly Phrase[] = [
  (t) => t('there is no seal that could be read'),
  (t) => t('it is not there'),
  (t, ...v) => t('{0} bytes, SHA-256 {1} were sealed; {2} bytes, {3} are there', ...v),
  (t, ...v) => t('its last line is torn ({0} bytes)', ...v),
  (t, ...v) => t('its tail was cut: {0} of {1} entries', ...v),
  (t, ...v) => t('entries were added: {0} instead of {1}', ...v),
  (t) => t('its last entry is not the one that was sealed'),
  (t) => t('it does not end with the writing of the records and the end of the job'),
  (t) => t('it names other digests of the records than the seal'),
  (t) => t('it was added after the records were sealed'),
];

/** Findings that have no reason as data. */
const FINDINGS: readonly Phrase[] = [
  (t) => t('these records have no report'),
  (t, what) => t('the records are not as they were sealed: {0}', seal(what, t)),
  (t, ...v) => t('it cannot be looked into: {0}', ...v),
  (t) => t('the bag has no payload manifest, so nothing of it can be checked'),
  (t, ...v) => t('Payload-Oxum says {0} bytes in {1} files, but there are {2} in {3}', ...v),
  (t, ...v) => t('Payload-Oxum is no count of bytes and files: {0}', ...v),
  (t, ...v) => t('manifest-{0}.txt does not list it, although another manifest does', ...v),
  (t) => t('fetch.txt lists it, but no manifest does'),
  (t, ...v) => t('{0} lists it, but tag manifests may list no payload', ...v),
  (t, ...v) => t('{0} lists it twice, which bags from version 1.0 on may not', ...v),
];

/** What is wrong with a line of a manifest. */
const LINES: readonly Phrase[] = [
  (t) => t('this is no entry of a checksum list.'),
  (t) => t('this is no entry of hashdeep.'),
  (t, ...v) => t('this is no entry with a {0} digest.', ...v),
  (t) => t('these are no columns of hashdeep.'),
  (t) => t('an entry before the line that names its columns.'),
  (t, ...v) => t('a digest of {0} digits is none of any known kind.', ...v),
  (t, ...v) => t('a digest of {0} digits is none of {1}.', ...v),
  (t, ...v) => t('none of these digests is known on this machine: {0}.', ...v),
  (t) => t('the name is listed before, with another digest.'),
  (t) => t('the name leads out of the folder. This list is not used.'),
  (t) => t('the name leads out of the payload. This bag is not used.'),
  (t) => t('the name leads out of the bag. This bag is not used.'),
  (t) => t('this names nothing in the payload. This bag is not used.'),
];

/** Why a verification is not begun. */
const REFUSALS: readonly Phrase[] = [
  (t) => t('There is nothing to hold this folder against: no records, no bag, no list of digests. Name a manifest.'),
  (t, ...v) => t('There are several lists of digests here ({0}). Name the manifest that is meant.', ...v),
  (t, ...v) => t('The digest {0} is not known on this machine, so nothing can be checked by it.', ...v),
  (t, ...v) => t('This is a bag of version {0}; versions 0.97 and 1.0 are known here.', ...v),
  (t, ...v) => t('{0} does not declare a bag: it needs its version and the encoding of its tag files.', ...v),
  (t, ...v) => t('{0} lists nothing. Name the right manifest.', ...v),
  (t, ...v) => t('{0} is no text: it holds zero bytes. Name the right manifest.', ...v),
  (t, ...v) => t('{0} is no file. Name the right manifest.', ...v),
  (t, ...v) => t('{0} is no folder. Name the folder that was copied to.', ...v),
  (t, ...v) => t('{0} is too large for a manifest ({1} bytes).', ...v),
  (t, ...v) => t('{0} is said to be in {1}, an encoding that is not known here.', ...v),
  (t, ...v) => t('{0} is not in {1}, as the bag says.', ...v),
  (t, ...v) => t('{0} cannot be read, so these records say nothing. Audit against a manifest instead.', ...v),
  (t, ...v) => t('{0} is no report of this program. Audit against a manifest instead.', ...v),
  (t, name, number, what) => t('{0}, line {1}: {2}', name, number, line(what, t)),
];

const seal = phraseBook(SEALS);
const line = phraseBook(LINES);

/** What a folder is held against, as the engine words it, in the person's language. */
export const againstText: Say = phraseBook(AGAINST);

/** What was found, as the engine words it, in the person's language. */
export const findingDetailText: Say = phraseBook(FINDINGS);

/** Why a verification was not begun, as the engine words it, in the person's language. */
export const refusalText: Say = phraseBook(REFUSALS);
