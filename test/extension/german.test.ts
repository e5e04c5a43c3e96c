import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readJson } from '../support/sources';

const Texts = z.record(z.string(), z.string());

/** The same in every language, or a name. */
const ALIKE = /^(?:Evidence Copy: \{0\}|Bag|Phase|Stream|\W*(?:in )?(?:\{\d\}(?: in )?\W*)+)$/;

describe.each([
  ['the source', 'l10n/bundle.l10n.json', 'l10n/bundle.l10n.de.json'],
  ['the manifest', 'package.nls.json', 'package.nls.de.json'],
])('German texts of %s', (_, english, german) => {
  const from = Texts.parse(readJson(english));
  const to = Texts.parse(readJson(german));
  const pairs = Object.entries(from).map(([key, text]) => ({ key, text, german: to[key] ?? '' }));

  test('are all there, in the same order, and there are no others', () => {
    expect(Object.keys(to)).toEqual(Object.keys(from));
  });

  test('are German', () => {
    expect(pairs.filter(({ text, german }) => text === german && !ALIKE.test(text)).map(({ text }) => text)).toEqual(
      [],
    );
  });

  test.each([
    ['placeholders', /\{\d\}/g],
    ['links to commands', /\(command:[^)]*\)/g],
    ['names of settings, files and programs', /`(?!<?[Nn]ame)[^`]*`/g],
    ['line breaks', /\n/g],
  ])('have the same %s', (_what, part) => {
    const partsOf = (text: string) => [...text.matchAll(part)].map(([found]) => found).sort();
    const wrong = pairs.filter(({ text, german }) => `${partsOf(text)}` !== `${partsOf(german)}`);
    expect(wrong.map(({ text, german }) => `${text} → ${german}`)).toEqual([]);
  });

  test('have an ellipsis where more is asked', () => {
    const wrong = pairs.filter(({ text, german }) => text.endsWith('…') !== german.endsWith('…'));
    expect(wrong.map(({ german }) => german)).toEqual([]);
  });

  test('keep to one word for one thing, and say Sie', () => {
    const strange = /\b(?:Digest|Hash|Hashwert|Job|Queue|Staging|du|dein\w*|dich|dir)\b/;
    expect(pairs.filter(({ german }) => strange.test(german)).map(({ german }) => german)).toEqual([]);
  });
});
