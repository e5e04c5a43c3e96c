import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { need } from '../support/faults/capabilities';
import { runCommand, succeeds } from '../support/faults/commands';
import { memoryFolder } from '../support/faults/mounts';
import { MiB } from '../support/faults/samples';
import { flipByte } from '../support/flipByte';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, link, makeTree, type TreeLiteral } from '../support/tree';

// ZIPs of a job, opened by programs that are not ours.

const HOSTILE: TreeLiteral = {
  'line\nfeed': '1',
  '..\\..\\evil': '2',
  '\udcff\udc80': '3',
  'C:evil': '4',
  'emoji 💀': '5',
  ümlaut: '6',
  Twin: '7',
  tWIN: '8',
  '-rf': '9',
  link: link('/etc/passwd'),
  pipe: fifo(),
  none: {},
  deep: { er: { big: Buffer.alloc(2_000_000, 'x') } },
};

const PYTHON = `
import sys, zipfile, json
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None, z.testzip()
    print(json.dumps(z.namelist()))
`;

const EXTRA_MEMBER = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'a') as z:
    z.writestr('source/extra', 'x')
`;

test.for(['store', 'deflate'] as const)(
  'R4: unzip, 7z and Python accept the ZIP (%s), and agree on it',
  async (zip, context) => {
    need(context, 'zipPrograms');
    const root = scratchFolder();
    makeTree(root, { source: HOSTILE });
    const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out'), { zip }));
    const path = summary.archive ?? '';
    const listed: unknown = JSON.parse(runCommand('python3', '-c', PYTHON, path));
    expect(runCommand('unzip', '-tq', path)).toMatch(/No errors/);
    expect(runCommand('7z', 't', path)).toMatch(/Everything is Ok/);
    expect(runCommand('unzip', '-Z1', path).trim().split('\n').length).toBe(Array.isArray(listed) ? listed.length : -1);

    const to = join(root, 'extracted');
    runCommand('unzip', '-q', path, '-d', to);
    expect(readdirSync(root).sort()).toEqual(['extracted', 'out', 'source']);
    expect(readFileSync(join(to, 'source', 'deep', 'er', 'big')).length).toBe(2_000_000);
    expect(readFileSync(join(to, 'source', 'ümlaut'), 'utf8')).toBe('6');
    expect(existsSync(join(to, 'source', 'none'))).toBe(true);
  },
);

/** Which programs take the ZIP of a job for sound, and whether the digest beside it is that of this ZIP. */
function verdicts(path: string) {
  return {
    unzip: succeeds('unzip', '-tq', path),
    sevenZip: succeeds('7z', 't', path),
    python: succeeds('python3', '-c', PYTHON, path),
    digest: succeeds('sh', '-c', 'cd "$1" && sha256sum -c --status test.zip.sha256', 'sh', dirname(path)),
  };
}

const ALL_ACCEPT = { unzip: true, sevenZip: true, python: true, digest: true };
const ALL_REFUSE = { unzip: false, sevenZip: false, python: false, digest: false };

/** What is done to a ZIP, and who finds it: members that come or go leave a sound ZIP, but not the one that was made. */
const SPOILT: readonly [string, (path: string) => void, typeof ALL_ACCEPT][] = [
  ['a flipped byte of the payload', flipByte, ALL_REFUSE],
  ['a missing end', (path) => truncateSync(path, statSync(path).size >> 1), ALL_REFUSE],
  ['a missing member', (path) => runCommand('7z', 'd', path, 'source/ümlaut'), { ...ALL_ACCEPT, digest: false }],
  ['an extra member', (path) => runCommand('python3', '-c', EXTRA_MEMBER, path), { ...ALL_ACCEPT, digest: false }],
];

test.for(['store', 'deflate'] as const)(
  'R4: the same programs refuse a ZIP (%s) that was changed, and the digest beside it one with other members',
  async (zip, context) => {
    need(context, 'zipPrograms');
    const root = scratchFolder();
    // Does not compress, and so is in the middle of the ZIP either way.
    makeTree(root, { source: { ...HOSTILE, random: randomBytes(8_000_000) } });
    const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out'), { zip }));
    const path = summary.archive ?? '';
    const sound = readFileSync(path);
    expect(verdicts(path)).toEqual(ALL_ACCEPT);
    for (const [what, spoil, expected] of SPOILT) {
      spoil(path);
      expect(verdicts(path), what).toEqual(expected);
      writeFileSync(path, sound);
    }
  },
);

test('R4: a disk that fills up while the ZIP is made keeps the payload, and no half ZIP has a name', async (context) => {
  need(context, 'mounts');
  const root = scratchFolder();
  makeTree(root, { source: { big: Buffer.alloc(6 * MiB, 'x') } });
  const to = memoryFolder({ size: '16m' });
  const request = requestFor([join(root, 'source')], to, { zip: 'store' });
  const { summary } = await runEngine(request, {
    onPhase: (phase) => {
      if (phase === 'archiving') writeFileSync(join(to, 'ballast'), Buffer.alloc(6 * MiB, 1));
    },
  });
  expect(summary.status).toBe('failed');
  expect(summary.failures.map(({ code }) => code)).toEqual(['noSpace']);
  expect(readFileSync(join(to, 'source', 'big')).length).toBe(6 * MiB);
  expect(readdirSync(to).some((name) => name.includes('.zip'))).toBe(false);
});
