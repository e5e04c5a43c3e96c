import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemberNames } from '../../src/engine/archive/memberNames';

/** What no member name may be for any extractor, however careless. */
function isHarmless(member: string): boolean {
  return member
    .split('/')
    .every(
      (name) =>
        name !== '' &&
        name !== '.' &&
        name !== '..' &&
        !/[\\:*?"<>|\p{Cc}\p{Cs}]|[. ]$/u.test(name) &&
        !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name),
    );
}

test.each(['a', 'photo (2).jpg', '.hidden', 'Überwachung', 'emoji 💀', '-rf', '=cmd', "it's", '#', 'a,b;c'])(
  'R4: a name that nobody can misuse stays as it is: %s',
  (name) => expect(new MemberNames([]).file(name)).toBe(name),
);

test.each([
  ['..\\..\\evil', '.._.._evil'],
  ['C:evil', 'C_evil'],
  ['line\nfeed', 'line_feed'],
  ['dot.', 'dot_'],
  ['blank ', 'blank_'],
  ['\udcff\udc80', '__'],
  ['con', 'con_'],
  ['a\u202etxt.exe', 'a_txt.exe'],
])('R4: a name that an extractor could misuse gets another: %j', (name, member) => {
  expect(new MemberNames([]).file(name)).toBe(member);
});

test('R4: two names that are one where case and forms are folded get two names', () => {
  const names = new MemberNames(['notes']);
  expect(names.folder('Case')).toBe('Case');
  expect(names.file('Case/a')).toBe('Case/a');
  expect(names.file('Case/A')).toBe('Case/A~2');
  expect(names.file('Case/\u00e4')).toBe('Case/\u00e4');
  expect(names.file('Case/a\u0308')).toBe('Case/a\u0308~2');
  expect(names.folder('cASE')).toBe('cASE~2');
  expect(names.file('cASE/a')).toBe('cASE~2/a');
  expect(names.file('NOTES')).toBe('NOTES~2');
});

test('R4: what is in a folder with another name lies in that folder, also where only the content is told', () => {
  const names = new MemberNames([]);
  expect(names.file('a:b/c/d')).toBe('a_b/c/d');
  expect(names.file('a:b/e')).toBe('a_b/e');
});

test('R4: whatever the names are, members are harmless and no two the same', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    fc.constantFrom('a', 'A', '..', '. .', 'aux', 'AUX', 'a.', 'a~2', '\udcff', '\udcfe', 'a\u0000b'),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(
        name.filter((text) => !text.includes('/')),
        { maxLength: 30 },
      ),
      (names) => {
        const members = new MemberNames([]);
        const given = names.map((each) => members.file(each));
        for (const member of given) expect(isHarmless(member), JSON.stringify(member)).toBe(true);
        expect(new Set(given.map((member) => member.toUpperCase())).size).toBe(names.length);
      },
    ),
  );
});
