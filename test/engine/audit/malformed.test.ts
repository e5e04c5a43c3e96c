import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AuditRefusal } from '../../../src/engine/audit/refusal';
import { audit, found } from '../../support/audit';
import { scratchFolder } from '../../support/scratch';
import { link, makeTree } from '../../support/tree';

const SHA256 = createHash('sha256').update('1').digest('hex');
const OTHER = createHash('sha256').update('2').digest('hex');
const MD5 = createHash('md5').update('1').digest('hex');

function withList(list: string | Buffer, name = 'list.txt'): { folder: string; manifest: string } {
  const root = scratchFolder();
  const manifest = join(root, name);
  makeTree(root, { evidence: { a: '1' } });
  writeFileSync(manifest, list);
  return { folder: join(root, 'evidence'), manifest };
}

async function expectRefusal(refused: Promise<unknown>, why: RegExp): Promise<void> {
  const error: unknown = await refused.then(undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AuditRefusal);
  expect(String(error)).toMatch(why);
}

test.each<[string, string | Buffer, RegExp]>([
  ['empty', '', /lists nothing/],
  ['of comments only', '# nothing\n\n', /lists nothing/],
  ['binary', randomBytes(5000), /line 1:|no text/],
  ['of NUL bytes', Buffer.alloc(5000), /no text/],
  ['one endless line', 'a'.repeat(1024 * 1024), /line 1: this is no entry/],
  ['that leads out of the folder', `${SHA256}  ../a\n`, /line 1: the name leads out/],
  ['that leads out of it from within', `${SHA256}  b/../../a\n`, /line 1: the name leads out/],
  ['that leads out of it on Windows', `${SHA256}  b\\..\\..\\a\n`, /line 1: the name leads out/],
  ['with an absolute name', `${SHA256}  /etc/passwd\n`, /line 1: the name leads out/],
  ['with a drive', `${SHA256}  C:\\a\n`, /line 1: the name leads out/],
  ['with a share', `${SHA256}  \\\\server\\a\n`, /line 1: the name leads out/],
  ['with a name that means the folder', `${SHA256}  ./\n`, /line 1: the name/],
  ['that contradicts itself', `${SHA256}  a\n${OTHER}  ./a\n`, /line 2: .*another digest/],
  ['with a digest that is too short', `${SHA256.slice(2)}  a\n`, /line 1: .*62 digits/],
  ['with a digest that is none of its algorithm', `SHA256 (a) = ${MD5}\n`, /line 1: .*32 digits/],
  ['of an unknown algorithm', `ROT13 (a) = ${MD5}\n`, /rot13 is not known/],
  ['whose last line is torn', `${SHA256}  a\n${SHA256}`, /line 2/],
  ['with a name that is escaped wrongly', `\\${SHA256}  a\\x\n`, /line 1: this is no entry/],
  ['of hashdeep without columns', `%%%% HASHDEEP-1.0\n1,${MD5},a\n`, /line 2: an entry before/],
  ['of hashdeep with unknown columns', '%%%% HASHDEEP-1.0\n%%%% size,tiger,filename\n', /line 2: .*tiger/],
  ['of hashdeep with a bad size', `%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n-1,${MD5},a\n`, /line 3/],
  [
    'of hashdeep that leads out',
    `%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n1,${MD5},../a\n`,
    /line 3: the name leads out/,
  ],
])('a list %s is refused, and says why', async (_, list, why) => {
  const { folder, manifest } = withList(list);
  await expectRefusal(audit(folder, { manifest }), why);
});

test.each<[string, string | Buffer]>([
  ['CR LF', `${SHA256}  a\r\n`],
  ['a byte order mark', `\ufeff${SHA256}  a\n`],
  ['no line feed at its end', `${SHA256}  a`],
  ['capital digits', `${SHA256.toUpperCase()}  a\n`],
  ['one blank', `${SHA256} a\n`],
  ['a comment', `; made by hand\n${SHA256} *a\n`],
  ['the same line twice', `${SHA256}  a\n${SHA256}  ./a\n`],
])('a list with %s is accepted', async (_, list) => {
  const { folder, manifest } = withList(list);
  expect(await audit(folder, { manifest })).toMatchObject({ status: 'passed', matched: 1 });
});

test('equal lines are told', async () => {
  const { folder, manifest } = withList(`${SHA256}  a\n${SHA256}  a\n`);
  expect((await audit(folder, { manifest })).warnings).toEqual([expect.stringMatching(/more than once/)]);
});

test('a link that stands where a file is listed is not followed', async () => {
  const { folder, manifest } = withList(`${SHA256}  a\n${SHA256}  link\n`);
  makeTree(folder, { link: link('a') });
  expect(found(await audit(folder, { manifest }))).toEqual({ changed: ['link'] });
});

test('a folder that is not there, and one with nothing to hold it against, are refused', async () => {
  const root = scratchFolder();
  await expect(audit(join(root, 'missing'))).rejects.toThrow();
  await expectRefusal(audit(root), /Name a manifest/);
});
