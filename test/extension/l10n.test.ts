import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sources as allSources, readJson, readText, type Source } from '../support/sources';

const Texts = z.record(z.string(), z.string());
const bundle = Texts.parse(readJson('l10n/bundle.l10n.json'));
const manifestTexts = Texts.parse(readJson('package.nls.json'));
const sources = allSources().filter(
  ({ path }) =>
    /^src\/(api|host|views|commands|extension|client|engine\/model)/.test(path) && path !== 'src/host/translate.ts',
);

// `t` is the parameter of the models, `l10n.t` what VS Code gives, `translate` the same with numbers: the message is written
// out at the call. Only `translate` itself passes one on.
const CALL = /(?:\bt|(?<![.\w])translate)\(\s*(?:'((?:[^'\\]|\\.)*)'|(.))/g;

function callsIn({ text }: Source): readonly { message: string | undefined; otherwise: string | undefined }[] {
  return [...text.matchAll(CALL)].map((match) => ({
    message: match[1]?.replaceAll(/\\(.)/g, '$1'),
    otherwise: match[2],
  }));
}

const used = new Set(sources.flatMap((source) => callsIn(source).map(({ message }) => message)));

describe('texts in the source', () => {
  test('are written out where they are used, so that they can be checked', () => {
    for (const source of sources) {
      for (const { message, otherwise } of callsIn(source))
        expect(message, `${source.path}: t(${otherwise}…`).toBeDefined();
    }
    expect(used.size).toBeGreaterThan(50);
  });

  test('are all in the bundle, and the bundle has no others', () => {
    expect(Object.keys(bundle).sort()).toEqual([...used].sort());
  });

  test('are in the bundle as they are in the source', () => {
    for (const [key, text] of Object.entries(bundle)) expect(text).toBe(key);
  });

  test('are shown as notifications in one place only, which makes no links of names', () => {
    const shows = sources
      .filter(({ text }) => /\.show(?:Error|Information)Message\(/.test(text))
      .map(({ path }) => path);
    // The other shows a modal dialog, which knows no links.
    expect(shows).toEqual(['src/host/notify.ts', 'src/host/revealPath.ts']);
  });

  test('are not shown without being translatable', () => {
    const shown =
      /\.show(?:Error|Warning|Information)Message\(\s*['"`]|\b(?:title|placeHolder|openLabel|placeholder):\s*['"`]/;
    for (const { path, text } of sources.filter(({ path }) => !path.startsWith('src/client/'))) {
      expect(shown.test(text), path).toBe(false);
    }
  });
});

test('what is queued, paused, held or retried is called a job; to copy is what it does', () => {
  const strange =
    /\b(?:pause|resume|cancel|release|retry|abandon|(?:running|waiting|paused|held|stalled|interrupted|failed|next|earlier|no)) cop(?:y|ies)\b|\bcop(?:y|ies) (?:is |are |were )?(?:running|waiting|queued|held|stalled|interrupted|abandoned|FAILED|CANCELLED)\b/i;
  const texts = [...Object.keys(bundle), ...Object.values(manifestTexts)];
  expect(texts.filter((text) => strange.test(text))).toEqual([]);
});

describe('texts of the manifest', () => {
  const manifest = readText('package.json');
  const keys = [...manifest.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');

  test('are all there, and there are no others', () => {
    expect(Object.keys(manifestTexts).sort()).toEqual([...new Set(keys)].sort());
  });

  test('are none of them in the manifest itself', () => {
    const { contributes } = z.looseObject({ contributes: z.unknown() }).parse(JSON.parse(manifest));
    const texts = [...JSON.stringify(contributes).matchAll(/"(?:title|markdownDescription|description)":"([^"]+)"/g)];
    // The name of the product is not translated.
    expect(
      texts.map((match) => match[1]).filter((text) => !/^%.+%$/.test(text ?? '') && text !== 'Evidence Copy'),
    ).toEqual([]);
  });
});
