import { createHash } from 'node:crypto';
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AuditRefusal } from '../../../src/engine/audit/refusal';
import { audit, found } from '../../support/audit';
import { scratchFolder } from '../../support/scratch';
import { makeTree } from '../../support/tree';

const digest = (algorithm: string, text: string | Buffer) => createHash(algorithm).update(text).digest('hex');

interface BagOptions {
  readonly version?: string;
  readonly encoding?: string;
  readonly algorithm?: string;
  readonly end?: string;
  /** What stands between digest and name. */
  readonly gap?: string;
  readonly more?: Record<string, string>;
}

const PAYLOAD = { 'a.txt': 'one', 'pct%25': 'two', ünï: 'three' };

const encode = (text: string, encoding: string) => {
  if (encoding === 'UTF-16') return Buffer.from(`\ufeff${text}`, 'utf16le');
  return Buffer.from(text, encoding === 'ISO-8859-1' ? 'latin1' : 'utf8');
};

/** Writes a bag by hand, as RFC 8493 has it, with nothing of the product. */
function bag({
  version = '1.0',
  encoding = 'UTF-8',
  algorithm = 'sha256',
  end = '\n',
  gap = '  ',
  more = {},
}: BagOptions = {}) {
  const folder = scratchFolder();
  makeTree(folder, { data: { ...PAYLOAD, 'line\nfeed': 'four' } });
  const escaped = (name: string) => (version === '1.0' ? name.replaceAll('%', '%25') : name).replaceAll('\n', '%0A');
  const lines = Object.entries({ ...PAYLOAD, 'line\nfeed': 'four' }).map(
    ([name, text]) => `${digest(algorithm, text)}${gap}data/${escaped(name)}${end}`,
  );
  const declaration = `BagIt-Version: ${version}\nTag-File-Character-Encoding: ${encoding}\n`;
  const manifest = encode(lines.join(''), encoding);
  const info = encode(`Source-Organization: x${end}Payload-Oxum: 15.4${end}`, encoding);
  writeFileSync(join(folder, 'bagit.txt'), declaration);
  writeFileSync(join(folder, `manifest-${algorithm}.txt`), manifest);
  writeFileSync(join(folder, 'bag-info.txt'), info);
  const tags = { 'bagit.txt': declaration, [`manifest-${algorithm}.txt`]: manifest, 'bag-info.txt': info };
  const tagLines = Object.entries(tags).map(([name, bytes]) => `${digest(algorithm, bytes)}${gap}${name}${end}`);
  writeFileSync(join(folder, `tagmanifest-${algorithm}.txt`), encode(tagLines.join(''), encoding));
  for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text);
  return folder;
}

test.each<BagOptions>([
  {},
  { version: '0.97' },
  { end: '\r\n' },
  { end: '\r' },
  { encoding: 'UTF-16' },
  { encoding: 'UTF-16', end: '\r\n' },
  { encoding: 'ISO-8859-1' },
  { algorithm: 'md5' },
  { algorithm: 'sha512' },
  { algorithm: 'sha3-256' },
  { gap: ' ' },
  { gap: '\t ' },
])('a bag %o is complete and valid', async (options) => {
  const summary = await audit(bag(options));
  expect(found(summary)).toEqual({});
  expect(summary).toMatchObject({
    status: 'passed',
    matched: 7,
    warnings: [],
    bag: { isComplete: true, isValid: true },
  });
});

test.each([' *', '  ./'])('a name after "%s" is taken, with a warning', async (gap) => {
  const summary = await audit(bag({ gap }));
  expect(summary.status).toBe('passed');
  expect(summary.warnings).not.toEqual([]);
});

describe('what is planted', () => {
  test.each<[string, (folder: string) => void, Record<string, string[]>, boolean]>([
    ['change', (at) => writeFileSync(join(at, 'data/a.txt'), 'onE'), { changed: ['data/a.txt'] }, true],
    ['tag file', (at) => appendFileSync(join(at, 'bag-info.txt'), 'X: y\n'), { changed: ['bag-info.txt'] }, true],
    [
      'missing file',
      (at) => rmSync(join(at, 'data/a.txt')),
      { missing: ['data/a.txt'], errors: ['bag-info.txt'] },
      false,
    ],
    ['extra', (at) => writeFileSync(join(at, 'data/b'), ''), { unlisted: ['data/b'], errors: ['bag-info.txt'] }, false],
    [
      'new name',
      (at) => renameSync(join(at, 'data/a.txt'), join(at, 'data/b')),
      { moved: ['data/a.txt → data/b'] },
      false,
    ],
  ])('%s is found', async (_, plant, expected, isComplete) => {
    const folder = bag();
    plant(folder);
    const summary = await audit(folder);
    expect(found(summary)).toEqual(expected);
    expect(summary.bag).toEqual({ version: '1.0', isComplete, isValid: false });
  });

  test('a file that is still to be fetched: the bag is not complete', async () => {
    const folder = bag({ more: { 'fetch.txt': 'http://x/a 3 data/a.txt\n' } });
    expect((await audit(folder)).status).toBe('passed');
    rmSync(join(folder, 'data', 'a.txt'));
    expect((await audit(folder)).bag).toMatchObject({ isComplete: false });
  });

  test('a further manifest that does not list everything: not complete since 1.0', async () => {
    const more = { 'manifest-md5.txt': `${digest('md5', 'one')}  data/a.txt\n` };
    expect((await audit(bag({ version: '0.97', more }))).status).toBe('passed');
    expect((await audit(bag({ more }))).bag).toMatchObject({ isComplete: false });
  });
});

const twice = { 'manifest-md5.txt': `${digest('md5', 'one')}  data/a.txt\n`.repeat(2) };

test('an equal line twice is told before 1.0', async () => {
  expect((await audit(bag({ version: '0.97', more: twice }))).warnings).toEqual([expect.stringMatching(/twice/)]);
});

test.each<[string, BagOptions, string, RegExp]>([
  ['an equal line twice', { more: twice }, 'data/a.txt', /twice/],
  [
    'a tag manifest that reaches into the payload',
    { more: { 'tagmanifest-md5.txt': `${digest('md5', 'one')}  data/a.txt\n` } },
    'data/a.txt',
    /tagmanifest-md5\.txt lists it/,
  ],
  [
    'a bad Payload-Oxum',
    { more: { 'bag-info.txt': 'Payload-Oxum: many\n' } },
    'bag-info.txt',
    /Oxum is no count .*: many/,
  ],
  ['a Payload-Oxum of less', { more: { 'bag-info.txt': 'Payload-Oxum: 15.3\n' } }, 'bag-info.txt', /15 in 4/],
  ['a file to fetch that no manifest lists', { more: { 'fetch.txt': 'http://x 1 data/b\n' } }, 'data/b', /fetch\.txt/],
])('a bag with %s is not valid', async (_, options, path, detail) => {
  const { errors, bag: state } = await audit(bag(options));
  expect(errors).toContainEqual({ path, detail: expect.stringMatching(detail) });
  expect(state).toMatchObject({ isValid: false });
});

test.each<[string, BagOptions, RegExp]>([
  ['of a version nobody knows', { version: '7.1' }, /7\.1/],
  [
    'of an unknown encoding',
    { more: { 'bagit.txt': 'BagIt-Version: 1.0\nTag-File-Character-Encoding: X\n' } },
    /in X, an encoding/,
  ],
  ['with an unknown algorithm', { more: { 'manifest-rot13.txt': '00  data/a.txt\n' } }, /rot13/],
  ['whose manifest leads out', { more: { 'manifest-md5.txt': `${digest('md5', '')}  data/../../x\n` } }, /leads out/],
  ['whose manifest leaves data', { more: { 'manifest-md5.txt': `${digest('md5', '')}  x\n` } }, /out of the payload/],
  ['that fetches to elsewhere', { more: { 'fetch.txt': 'http://x 1 ../x\n' } }, /nothing in the payload/],
  ['that fetches outside of data', { more: { 'fetch.txt': 'http://x 1 bagit.txt\n' } }, /nothing in the payload/],
  [
    'in another encoding than it says',
    { encoding: 'UTF-16', more: { 'manifest-sha256.txt': 'abc' } },
    /not in UTF-16, as the bag says/,
  ],
])('a bag %s is refused', async (_, options, why) => {
  const refused: unknown = await audit(bag(options)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AuditRefusal);
  expect(String(refused)).toMatch(why);
});
