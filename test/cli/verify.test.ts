import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CliResult, jsonLines, runCli } from '../support/cli';
import { flipByte } from '../support/flipByte';
import { scratchFolder } from '../support/scratch';
import { link, makeTree, type TreeLiteral } from '../support/tree';

// V5 and the contract of `verify`.

const TREE: TreeLiteral = {
  a: 'first',
  'b c': 'second',
  empty: '',
  deep: { er: { file: 'x'.repeat(3_000_000) }, none: {} },
  'new\nline': '1',
  'back\\slash': '2',
  'emoji 💀': '3',
};

interface Finding {
  readonly path: string;
  readonly detail: string;
  readonly to?: string;
}

interface Audited {
  readonly status: string;
  readonly matched: number;
  readonly against: string;
  readonly bag: { isComplete: boolean; isValid: boolean } | null;
  readonly warnings: readonly string[];
  readonly changed: readonly Finding[];
  readonly missing: readonly Finding[];
  readonly moved: readonly Finding[];
  readonly unlisted: readonly Finding[];
  readonly errors: readonly Finding[];
}

async function verify(folder: string, ...more: string[]): Promise<CliResult & { audit: Audited; message: string }> {
  const result = await runCli(['verify', folder, '--json', ...more]);
  const [line] = jsonLines(result.stdout);
  const audit = (line?.['summary'] ?? {}) as Audited;
  return { ...result, audit, message: String(line?.['message'] ?? '') };
}

const paths = (findings: readonly Finding[]) => findings.map(({ path }) => path).sort();

/** What an audit found, in few words. */
function found({ changed, missing, moved, unlisted, errors }: Audited) {
  return {
    changed: paths(changed),
    missing: paths(missing),
    moved: moved.map(({ path, to }) => `${path} > ${to}`),
    unlisted: paths(unlisted),
    errors: paths(errors),
  };
}

const NOTHING = { changed: [], missing: [], moved: [], unlisted: [], errors: [] };

async function copied(tree: TreeLiteral, ...more: string[]): Promise<string> {
  const root = scratchFolder();
  makeTree(root, { source: tree });
  const out = join(root, 'out');
  const result = await runCli(['copy', join(root, 'source'), '--to', out, '--json', ...more]);
  expect(result.status).toBe(0);
  return out;
}

describe('V5: a copy, against our own records', () => {
  test('passes as it was made, links, folders and odd names included, and nothing is written', async () => {
    const out = await copied({ ...TREE, l: link('a') }, '--hash-algorithms', 'sha256,blake3');
    const before = execFileSync('find', [out, '-printf', '%p %T@\n'], { encoding: 'utf8' });
    const { status, audit } = await verify(out);
    expect(status).toBe(0);
    expect(audit).toMatchObject({ status: 'passed', matched: 7, against: 'the records of one job', ...NOTHING });
    expect(execFileSync('find', [out, '-printf', '%p %T@\n'], { encoding: 'utf8' })).toBe(before);
  });

  test('names that would lead elsewhere on other systems are names like others here', async () => {
    const out = await copied({ '..\\..\\a': '1', 'x\\..\\..\\..\\a': '2', 'C:\\a': '3' });
    expect((await verify(out)).audit).toMatchObject({ status: 'passed', matched: 3 });
  });

  test('each planted change is found, and nothing else', async () => {
    const out = join(await copied({ ...TREE, l: link('a'), gone: 'g', renamed: 'moved content' }));
    const at = (name: string) => join(out, 'source', name);
    flipByte(at('a'));
    appendFileSync(at('b c'), '!');
    rmSync(at('gone'));
    rmSync(at('l'));
    rmSync(at('deep/none'), { recursive: true });
    renameSync(at('renamed'), at('elsewhere'));
    writeFileSync(at('extra'), 'new');
    const { status, audit } = await verify(out);
    expect(status).toBe(1);
    expect(found(audit)).toEqual({
      changed: ['source/a', 'source/b c'],
      missing: ['source/deep/none', 'source/gone', 'source/l'],
      moved: ['source/renamed > source/elsewhere'],
      unlisted: ['source/extra'],
      errors: [],
    });
  });

  test('a link that points elsewhere is a change, also where its target is no text', async () => {
    const out = await copied({ a: 'x', l: link('a'), odd: link('a\udcff') });
    const [records = ''] = readdirSync(join(out, 'evidence-records'));
    const report = readFileSync(join(out, 'evidence-records', records, 'report.json'), 'utf8');
    expect(report).toContain('"linkTarget":"a"');
    expect(report).toContain('"linkTarget":"a\\\\xFF","linkTargetBase64":"Yf8="');
    expect((await verify(out)).audit.status).toBe('passed');
    for (const name of ['l', 'odd']) {
      rmSync(join(out, 'source', name));
      symlinkSync('a\n', join(out, 'source', name));
    }
    const { status, audit } = await verify(out);
    expect(status).toBe(1);
    expect(audit.changed.map(({ path, detail }) => `${path}: ${detail}`).sort()).toEqual([
      'source/l: it points to a\\x0A, but is listed as pointing to a',
      'source/odd: it points to a\\x0A, but is listed as pointing to a\\xFF',
    ]);
  });

  test('what is no folder is called so', async () => {
    const root = scratchFolder();
    makeTree(root, { file: 'x' });
    for (const path of [join(root, 'file'), join(root, 'file', 'in it')]) {
      const { status, message } = await verify(path);
      expect(status).toBe(2);
      expect(message).toBe(`${path} is no folder. Name the folder that was copied to.`);
    }
  });

  test('the records of several jobs count together, also those below, and a later job knows better', async () => {
    const root = scratchFolder();
    makeTree(root, { one: { a: '1' }, two: { b: '2' }, three: { c: '3' } });
    const out = join(root, 'out');
    for (const [source, to] of [
      ['one', out],
      ['two', out],
      ['three', join(out, 'below')],
    ] as const) {
      expect((await runCli(['copy', join(root, source), '--to', to, '--json'])).status).toBe(0);
    }
    writeFileSync(join(root, 'one', 'a'), 'other');
    const again = ['copy', join(root, 'one'), '--to', out, '--conflict', 'overwrite', '--json'];
    expect((await runCli(again)).status).toBe(0);
    const { audit } = await verify(out);
    expect(audit).toMatchObject({ status: 'passed', matched: 3, against: 'the records of 4 jobs' });
    expect(audit.warnings.join()).toMatch(/one\/a was copied by two jobs/);
  });

  test('records that were changed afterwards are found by their seal', async () => {
    const out = await copied({ a: 'x' });
    const records = join(out, 'evidence-records', readdirSync(join(out, 'evidence-records'))[0] ?? '');
    appendFileSync(join(records, 'custody.jsonl'), '{"seq":99}\n');
    const { status, audit } = await verify(out);
    expect(status).toBe(1);
    expect(audit.errors[0]?.detail).toMatch(/not as they were sealed/);
  });

  test('a staging folder and the records are nobody’s payload', async () => {
    const out = await copied({ a: 'x' });
    for (const name of ['INCOMPLETE-0123abcd', '.INCOMPLETE-0123abcd.new', '.INCOMPLETE-0123abcd.old']) {
      mkdirSync(join(out, name));
      writeFileSync(join(out, name, 'partial'), 'x');
    }
    expect((await verify(out)).audit.status).toBe('passed');
  });
});

describe('V5: lists of other tools', () => {
  const files = ['a', 'b c', 'empty', 'deep/er/file', 'new\nline', 'back\\slash', 'emoji 💀'];

  function listed(make: (cwd: string) => string, name: string): string {
    const root = scratchFolder();
    makeTree(root, TREE);
    rmSync(join(root, 'deep', 'none'), { recursive: true });
    writeFileSync(join(root, name), make(root), 'utf8');
    return root;
  }

  const tool =
    (command: string, ...options: string[]) =>
    (cwd: string) =>
      execFileSync(command, [...options, '--', ...files], { cwd, encoding: 'utf8' });

  test.each([
    ['sha256sum', [], 'SHA256SUMS'],
    ['md5sum', [], 'list.md5'],
    ['sha1sum', ['--binary'], 'sha1sums.txt'],
    ['sha512sum', ['--tag'], 'checksums.txt'],
    ['sha384sum', [], 'checksums'],
  ] as const)('%s %j', async (command, options, name) => {
    const root = listed(tool(command, ...options), name);
    const passed = await verify(root);
    expect(passed.audit, passed.message).toMatchObject({ status: 'passed', matched: 7, warnings: [] });
    flipByte(join(root, 'new\nline'));
    rmSync(join(root, 'a'));
    renameSync(join(root, 'back\\slash'), join(root, 'moved'));
    writeFileSync(join(root, 'deep', 'extra'), 'e');
    const failed = await verify(root);
    expect(failed.status).toBe(1);
    expect(found(failed.audit)).toEqual({
      changed: ['new\nline'],
      missing: ['a'],
      moved: ['back\\slash > moved'],
      unlisted: ['deep/extra'],
      errors: [],
    });
  });

  test('CRLF, a byte order mark, single blanks, `./` and equal duplicates are taken, with a warning', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x', b: 'y' });
    const digest = (name: string) => execFileSync('sha256sum', [name], { cwd: root, encoding: 'utf8' }).slice(0, 64);
    const text = `\ufeff${digest('a')} ./a\r\n${digest('b')}  b\r\n\r\n${digest('b')}  b\r\n`;
    writeFileSync(join(root, 'SHA256SUMS'), text);
    const { audit } = await verify(root);
    expect(audit).toMatchObject({ status: 'passed', matched: 2 });
    expect(audit.warnings).toHaveLength(3);
  });

  test('with several lists the one that is meant has to be named', async () => {
    const root = listed(tool('sha256sum'), 'SHA256SUMS');
    writeFileSync(join(root, 'MD5SUMS'), tool('md5sum')(root));
    const { status, message } = await verify(root);
    expect(status).toBe(2);
    expect(message).toMatch(/several lists.*MD5SUMS, SHA256SUMS/);
    const named = await verify(root, '--manifest', join(root, 'SHA256SUMS'));
    // The other list is a file like any other.
    expect(found(named.audit)).toEqual({ ...NOTHING, unlisted: ['MD5SUMS'] });
  });

  test('a list may lie outside of the folder that it is about', async () => {
    const root = scratchFolder();
    makeTree(root, { payload: { a: 'x' } });
    const list = join(root, 'list.sha256');
    writeFileSync(list, execFileSync('sha256sum', ['a'], { cwd: join(root, 'payload') }));
    expect((await verify(join(root, 'payload'), '--manifest', list)).audit.status).toBe('passed');
  });

  test('hashdeep: relative and absolute names, sizes and several digests', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x', 'with, comma': 'y' });
    const row = (name: string, written: string) => {
      const digest = (command: string) => execFileSync(command, [name], { cwd: root, encoding: 'utf8' }).split(' ')[0];
      return `${statSync(join(root, name)).size},${digest('md5sum')},${digest('sha256sum')},${written}\n`;
    };
    const head = '%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /\n## $ hashdeep -r .\n## \n';
    const absolute = join(root, 'with, comma');
    writeFileSync(join(root, 'hashdeep.txt'), `${head}${row('a', './a')}${row('with, comma', absolute)}`);
    expect((await verify(root)).audit).toMatchObject({ status: 'passed', matched: 2 });
    appendFileSync(join(root, 'a'), 'y');
    expect((await verify(root)).audit.changed).toMatchObject([{ path: 'a', detail: '2 bytes instead of 1' }]);
  });
});

describe('V5: manifests that are not used', () => {
  const DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  test.each([
    ['an empty one', '', /lists nothing/],
    ['zero bytes', Buffer.from([0, 1, 2, 0xff, 0x0a]), /no text/],
    ['prose', 'Dear court,\n', /line 1: this is no entry/],
    ['a digest that is cut', `${DIGEST.slice(2)}  a\n`, /line 1: a digest of 62 digits/],
    ['a name above', `${DIGEST}  ../a\n`, /line 1: the name leads out/],
    ['an absolute name', `${DIGEST}  /etc/passwd\n`, /line 1: the name leads out/],
    ['a drive', `${DIGEST}  C:\\a\n`, /line 1: the name leads out/],
    [
      'a name twice, with other digests',
      `${DIGEST}  a\n${DIGEST.replace('e3', 'e4')}  a\n`,
      /line 2: .* another digest/,
    ],
    ['an algorithm that nobody knows', `ROT13 (a) = ${DIGEST}\n`, /rot13/],
    ['an escape that escapes nothing', `\\${DIGEST}  a\\x\n`, /line 1: this is no entry/],
    ['hashdeep without columns', `%%%% HASHDEEP-1.0\n1,${DIGEST},a\n`, /line 2: an entry before/],
    [
      'hashdeep that leads out',
      `%%%% HASHDEEP-1.0\n%%%% size,sha256,filename\n1,${DIGEST},../a\n`,
      /line 3: the name leads/,
    ],
  ])('%s: exit 2, and the sentence says why', async (_, content, expected) => {
    const root = scratchFolder();
    makeTree(root, { a: '' });
    writeFileSync(join(root, 'SHA256SUMS'), content);
    const { status, message, stderr } = await verify(root);
    expect(message).toMatch(expected);
    expect([status, stderr]).toEqual([2, '']);
  });

  test('a folder without anything to hold it against, and one that is not there', async () => {
    const root = scratchFolder();
    expect(await verify(root)).toMatchObject({ status: 2, message: expect.stringMatching(/nothing to hold/) });
    expect(await verify(join(root, 'none'))).toMatchObject({ status: 2 });
  });

  test('a million lines are read, and what is not there is missing', async () => {
    const root = scratchFolder();
    const lines = Array.from({ length: 1_000_000 }, (_, index) => `${DIGEST}  file ${index}\n`);
    writeFileSync(join(root, 'SHA256SUMS'), lines.join(''));
    makeTree(root, { 'file 7': '' });
    const result = await verify(root);
    expect(result.status).toBe(1);
    expect(result.audit).toMatchObject({ matched: 1, counts: { missing: 999_999 } });
    expect(result.audit.missing).toHaveLength(10_000);
  });
});

describe('V5: the outside of it', () => {
  test('people get findings first and the verdict last, one line for each name', async () => {
    const out = await copied(TREE);
    flipByte(join(out, 'source', 'new\nline'));
    const { status, stdout } = await runCli(['verify', out]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^CHANGED: 1\n {2}source\/new\\x0Aline: sha256 is/);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^Result {3}FAILED/);
  });

  test('--records-dir keeps a record of the audit; without it nothing is written', async () => {
    const out = await copied({ a: 'x' });
    const records = join(scratchFolder(), 'audits');
    expect((await verify(out, '--records-dir', records)).status).toBe(0);
    const [name = ''] = readdirSync(records);
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ audit out\.json$/);
    expect(JSON.parse(readFileSync(join(records, name), 'utf8'))).toMatchObject({
      format: 'evidence-copy audit',
      summary: { status: 'passed', matched: 1 },
    });
  });

  test.each([
    [['verify'], /verify what/],
    [['verify', 'a', 'b'], /one FOLDER/],
    [['verify', 'a', '--to', 'b'], /--to/],
    [['copy', 'a', '--to', 'b', '--manifest', 'c'], /belongs to verify/],
  ])('wrong usage: %j', async (args, expected) => {
    const result = await runCli([...args, '--json']);
    expect(result.status).toBe(2);
    expect(jsonLines(result.stdout)[0]?.['message']).toMatch(expected);
  });

  test('sha256sum itself agrees with what was taken for its list', async () => {
    const out = await copied(TREE);
    const records = join(out, 'evidence-records', readdirSync(join(out, 'evidence-records'))[0] ?? '');
    const manifest = join(records, 'manifest-sha256.txt');
    expect(spawnSync('sha256sum', ['-c', '--strict', '--quiet', manifest], { cwd: out }).status).toBe(0);
    expect((await verify(out, '--manifest', manifest)).audit.status).toBe('passed');
  });
});
