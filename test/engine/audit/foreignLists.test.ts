import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { audit, found } from '../../support/audit';
import { need } from '../../support/faults/capabilities';
import { scratchFolder } from '../../support/scratch';
import { makeTree } from '../../support/tree';

/** Names that a list has to escape, or that look like something else in it. */
const ODD = {
  plain: '1',
  'two  blanks': '2',
  'line\nfeed': '3',
  'carriage\rreturn': '4',
  'back\\slash': '5',
  '*star': '6',
  ' leading': '7',
  'comma,1,2': '8',
  'MD5 (x) = 00': '9',
  ünï: '10',
  'no\udcffutf8': '11',
  empty: '',
  folder: { inner: '12', deeper: { innermost: '13' } },
} as const;

/** Makes the tree and lets a shell make a list of it beside; gives the folder and the list. */
function listed(tree: Parameters<typeof makeTree>[1], list: string): { folder: string; manifest: string } {
  const root = scratchFolder();
  const folder = join(root, 'evidence');
  mkdirSync(folder);
  makeTree(folder, tree);
  const manifest = join(root, 'list.txt');
  writeFileSync(manifest, execFileSync('sh', ['-c', list], { cwd: folder }));
  return { folder, manifest };
}

function plant(folder: string): void {
  appendFileSync(join(folder, 'plain'), 'x');
  writeFileSync(join(folder, 'comma,1,2'), 'X');
  rmSync(join(folder, '*star'));
  writeFileSync(join(folder, 'extra'), 'extra');
  renameSync(join(folder, 'folder', 'inner'), join(folder, 'renamed'));
}

const PLANTED = {
  changed: ['comma,1,2', 'plain'],
  missing: ['*star'],
  unlisted: ['extra'],
  moved: ['folder/inner → renamed'],
};

describe.each(['md5sum', 'sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum', 'b2sum --tag'])(
  '%s',
  (tool) => {
    const make = `find . -type f -print0 | xargs -0 ${tool}`;

    test('is accepted, whatever the names are', async () => {
      const { folder, manifest } = listed(ODD, make);
      const summary = await audit(folder, { manifest });
      expect(found(summary)).toEqual({});
      expect(summary).toMatchObject({ status: 'passed', matched: 14 });
    });

    test('every planted change is found', async () => {
      const { folder, manifest } = listed(ODD, make);
      plant(folder);
      expect(found(await audit(folder, { manifest }))).toEqual(PLANTED);
    });
  },
);

test.each(['sha256sum --tag', 'md5sum --tag', 'sha256sum --binary', 'sha1sum --text'])(
  '%s is accepted',
  async (tool) => {
    const { folder, manifest } = listed(ODD, `find . -type f -exec ${tool} {} +`);
    expect(await audit(folder, { manifest })).toMatchObject({ status: 'passed', matched: 14 });
  },
);

describe('hashdeep', () => {
  const { 'line\nfeed': _feed, 'carriage\rreturn': _return, ...tree } = ODD;

  test.for(['', '-c sha256', '-c md5,sha1,sha256,tiger,whirlpool'])(
    '-r -l %s is accepted, and plants are found',
    async (columns, context) => {
      need(context, 'hashdeep');
      const { folder, manifest } = listed(tree, `hashdeep -r -l ${columns} .`);
      expect(await audit(folder, { manifest })).toMatchObject({ status: 'passed', matched: 12 });
      plant(folder);
      expect(found(await audit(folder, { manifest }))).toEqual(PLANTED);
    },
  );
});

test.each([
  ['b2sum', 'B2SUMS', 'blake2b512'],
  ['b2sum', 'list.b2', 'blake2b512'],
  ['sha512sum', 'checksums', 'sha512'],
])('%s > %s: where its digits do not tell the digest, its name does', async (tool, name, algorithm) => {
  const { folder } = listed({ a: '1' }, `${tool} a > ${name}`);
  expect(await audit(folder)).toMatchObject({ status: 'passed', matched: 1, algorithms: [algorithm] });
});

test('the one list in a folder is found by its name; of several one has to be named', async () => {
  const { folder } = listed({ a: '1' }, 'sha256sum a > SHA256SUMS');
  expect(await audit(folder)).toMatchObject({ status: 'passed', against: 'SHA256SUMS' });
  execFileSync('sh', ['-c', 'md5sum a > a.md5'], { cwd: folder });
  await expect(audit(folder)).rejects.toThrow(/several lists.*SHA256SUMS, a\.md5/);
  expect(found(await audit(folder, { manifest: join(folder, 'a.md5') }))).toEqual({ unlisted: ['SHA256SUMS'] });
});
