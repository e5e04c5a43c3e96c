import { expect, test } from 'vitest';
import { faultText } from '../../src/client/jobFile/faultText';
import { againstText, findingDetailText, refusalText } from '../../src/engine/model/audit/auditText';
import { detailText } from '../../src/engine/model/failure/detailText';
import { failureText } from '../../src/engine/model/failure/failureText';
import { type Source, sourcesIn } from '../support/sources';
import { english } from './support/english';

/** A language that nobody mistakes for English. */
const shouted = Object.assign(
  (message: string, ...args: (string | number)[]) => english(message.toUpperCase(), ...args),
  { number: english.number },
);

/** Where the engine puts what it says: as it is, into a list, behind a place. */
const PLACES: readonly ((text: string) => string)[] = [
  (text) => detailText(text, shouted),
  (text) => detailText(`${text} changed`, shouted),
  (text) => detailText(`line 1: ${text}`, shouted),
  (text) => againstText(text, shouted),
  (text) => findingDetailText(text, shouted),
  (text) => findingDetailText(`the records are not as they were sealed: ${text}`, shouted),
  (text) => refusalText(text, shouted),
  (text) => refusalText(`X, line 1: ${text}`, shouted),
];

/** What these files say stands in records and in the log only, or is a cause for the log. */
const NOT_SHOWN =
  /^src\/engine\/(?:records|model|digests|lanes|several|archive\/archiveNotes|archive\/memberNames|archive\/writeZip|reading\/compareSources|copy\/copyAgain|fs|job\/endings|job\/packJob|job\/summaryBuilder|plan\/notices)/;
const NOT_IN_SENTENCES =
  /^evidence-copy |^no (?:proof|outcome|source)\b|^ledger entry|\(E[A-Z]+, \w+\)$|bytes, mtime|^it (?:changed meanwhile|is not there any more|cannot be looked at: X)$/;

/** Logs are in English, as records are. */
const LOGS = /(?:jobLogModel|auditLogModel|settingsSchema|host\/log)\.ts$/;
/** Markup, names of rows and methods, the name of a folder; and what whoever writes a key binding is told. */
const NAMES = /[<{]|: (?:next at the end|buffer reuse|Sample evidence)$|not an absolute path$/;

const FAULT_FILES =
  /^src\/client\/(?:jobFile\/jobFile(?:Fault|Paths|Text|SchemaFaults|Fields)|jobTable\/|files\/smallFile)|^src\/engine\/model\/case\/folderTemplate/;
/** Their other texts are descriptions. */
const SCHEMA_FILES = /^src\/client\/jobFile\/jobFileSchema\.ts|^src\/engine\/model\/case\/caseData/;
/** Where the texts of these files are put. */
const FAULT_PLACES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `X: ${text}`,
  (text) => `${text}expected true or false`,
  (text) => `found ${text}, expected true or false`,
  (text) => `${text}; there are X`,
  (text) => `${text}; check the path`,
];

function withoutValues(template: string): string {
  const named = template.replace(/^(?:\$\{where\}|fetch\.txt, line)/, 'X, line X');
  return named.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'X');
}

/** What is said in a source file, with `X` for each value. */
function saidIn({ text }: Source): readonly string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [
    ...code.matchAll(
      /(\bwarn\(|Error\(|cause: |cause = |\bt\(|\btranslate\(|\bhtml)?\s*(?:'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g,
    ),
  ]
    .filter(([, where = '']) => where === '')
    .map(([, , plain, template]) => plain?.replaceAll(/\\(.)/g, '$1') ?? withoutValues(template ?? ''))
    .filter((said) => /[a-z]{2,}[,;:]? [a-z(]/.test(said) && !NOT_IN_SENTENCES.test(said));
}

test('whatever views, commands and host say, they say it in the language of the window', () => {
  const said = ['src/views', 'src/commands', 'src/host']
    .flatMap(sourcesIn)
    .filter(({ path }) => !LOGS.test(path))
    .flatMap((source) => saidIn(source).map((text) => `${source.path}: ${text}`));
  expect(said.filter((text) => !NAMES.test(text))).toEqual([]);
});

test('everything that the engine puts into a sentence is known in the language of the window', () => {
  const said = sourcesIn('src/engine')
    .filter(({ path }) => !NOT_SHOWN.test(path))
    .flatMap(({ path, text }) => saidIn({ path, text }).map((each) => ({ path, each })));
  expect(said.length).toBeGreaterThan(80);
  const isKnown = (text: string) => PLACES.some((say) => say(text) === say(text).toUpperCase());
  expect(said.filter(({ each }) => !isKnown(each)).map(({ path, each }) => `${path}: ${each}`)).toEqual([]);
});

test('every fault of a job file or a table of jobs is known in the language of the window', () => {
  const files = sourcesIn('src').filter(({ path }) => FAULT_FILES.test(path));
  const schemas = sourcesIn('src').filter(({ path }) => SCHEMA_FILES.test(path));
  const said = [
    ...files.flatMap(saidIn),
    ...schemas.flatMap(saidIn).filter((text) => /^(?:expected|is before)/.test(text)),
  ].filter((text) => !/^(?:job file|X; (?:there are X|check the path))$/.test(text));
  expect(said.length).toBeGreaterThan(50);
  const isKnown = (text: string) =>
    FAULT_PLACES.map((place) => faultText(place(text), shouted)).some((each) => each === each.toUpperCase());
  expect(said.filter((text) => !isKnown(text))).toEqual([]);
});

test('a detail is said in the language of the sentence that it stands in', () => {
  const text = (what: string) => failureText({ code: 'sourceChanged', args: { what } }, shouted);
  expect(text('its size, its inode changed')).toContain('(ITS SIZE, ITS INODE CHANGED)');
  expect(text('line 3: its number is 7')).toBe(text('line 3: its number is 7').toUpperCase());
  expect(text('what nobody has foreseen')).toContain('(what nobody has foreseen)');
});

test('names and numbers in a detail stay as they are', () => {
  expect(refusalText('my (list).md5, line 12: these are no columns of hashdeep.', shouted)).toBe(
    'my (list).md5, LINE 12: THESE ARE NO COLUMNS OF HASHDEEP.',
  );
  expect(detailText('of the source: btrfs does not keep its files on a local block device', english)).toBe(
    'of the source: btrfs does not keep its files on a local block device',
  );
});
