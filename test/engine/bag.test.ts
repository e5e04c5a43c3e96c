import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureText } from '../../src/engine/model/failure/failureText';
import type { JobRequest } from '../../src/engine/model/job/job';
import { audit, found } from '../support/audit';
import { need } from '../support/faults/capabilities';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { runUntil } from '../support/killedCopy';
import { memoryScratch } from '../support/memoryScratch';
import { type RunOptions, requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, link, makeTree, type TreeLiteral } from '../support/tree';
import { zipContents } from '../support/zipContents';

const VALIDATOR = join(import.meta.dirname, '../support/validateBag.py');

const HOSTILE: TreeLiteral = {
  'line\nfeed': '1',
  'carriage\rreturn': '2',
  'per%cent %0A': '3',
  '-rf': '4',
  'emoji 💀': '5',
  'evidence-records': { x: '6' },
  deep: { er: { big: Buffer.alloc(300_000, 'x') } },
  zero: '',
  link: link('/etc/passwd'),
  pipe: fifo(),
  none: { at: { all: {} } },
};

/** A job with its destination, whose attempts are run one after another. */
class Job {
  readonly root: string;
  readonly out: string;
  readonly bag: string;
  readonly jobId = randomUUID();
  #attempts = 0;

  constructor(
    tree: TreeLiteral = { a: 'x' },
    private readonly choices: Partial<JobRequest> = {},
    scratch = scratchFolder,
  ) {
    this.root = scratch();
    this.out = join(this.root, 'out');
    this.bag = join(this.out, 'test');
    makeTree(this.root, { source: tree });
  }

  get request(): JobRequest {
    return requestFor([join(this.root, 'source')], this.out, { layout: 'bag', ...this.choices });
  }

  get again() {
    return { jobId: this.jobId, attempt: ++this.#attempts };
  }

  async attempt(options: RunOptions = {}) {
    return (await runEngine(this.request, { again: this.again, ...options })).summary;
  }

  get names(): string[] {
    return existsSync(this.out) ? readdirSync(this.out).sort() : [];
  }

  read(name: string): string {
    return readFileSync(join(this.bag, name), 'utf8');
  }
}

/** How a job's bag is found by our own audit. */
async function judged({ bag }: Job) {
  const summary = await audit(bag);
  return { ...found(summary), ...summary.bag };
}

const VALID = { version: '1.0', isComplete: true, isValid: true };

describe('R1: the bag of a tree with hostile names', () => {
  test('is complete and valid, and holds nothing that a bag cannot hold', async () => {
    const job = new Job(HOSTILE, { hashAlgorithms: ['sha256', 'md5', 'sha1', 'sha512', 'blake3'] });
    expect(await job.attempt()).toMatchObject({ status: 'complete', stagingDir: null });
    expect(job.names).toEqual(['test']);
    expect(await judged(job)).toEqual(VALID);
    expect(readdirSync(join(job.bag, 'data', 'source')).sort()).toEqual(
      Object.keys(HOSTILE)
        .filter((name) => !['link', 'pipe', 'none'].includes(name))
        .sort(),
    );
    expect(
      readdirSync(job.bag)
        .filter((name) => name.includes('manifest'))
        .sort(),
    ).toEqual(['', 'tag'].flatMap((tag) => ['md5', 'sha1', 'sha256', 'sha512'].map((a) => `${tag}manifest-${a}.txt`)));
    const left = job.read('not-in-payload.jsonl').trim().split('\n');
    expect(left.map((line): unknown => JSON.parse(line))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'link', path: 'data/source/link', target: '/etc/passwd' }),
        expect.objectContaining({ type: 'special', path: 'data/source/pipe', kind: 'fifo' }),
        expect.objectContaining({ type: 'folder', path: 'data/source/none/at/all' }),
      ]),
    );
  });

  test('encodes LF, CR and % in its manifests, and nothing else; counts its payload; declares itself', async () => {
    const job = new Job(HOSTILE);
    await job.attempt();
    const paths = job
      .read('manifest-sha256.txt')
      .trim()
      .split('\n')
      .map((line) => line.slice(66));
    expect(paths).toEqual(
      expect.arrayContaining([
        'data/source/line%0Afeed',
        'data/source/carriage%0Dreturn',
        'data/source/per%25cent %250A',
        'data/source/-rf',
        'data/source/emoji 💀',
      ]),
    );
    expect(job.read('bag-info.txt')).toContain('\nPayload-Oxum: 300006.8\n');
    expect(job.read('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  });

  test.each<[string, (bag: string) => void, object]>([
    [
      'one flipped byte',
      (bag) => writeFileSync(join(bag, 'data/source/-rf'), '5'),
      { changed: ['data/source/-rf'], isComplete: true, isValid: false },
    ],
    [
      'a missing file',
      (bag) => rmSync(join(bag, 'data/source/zero')),
      { missing: ['data/source/zero'], isComplete: false, isValid: false },
    ],
    [
      'an extra file',
      (bag) => writeFileSync(join(bag, 'data/source/extra'), 'x'),
      { unlisted: ['data/source/extra'], isComplete: false, isValid: false },
    ],
    [
      'a changed tag file',
      (bag) => writeFileSync(join(bag, 'not-in-payload.jsonl'), ''),
      { changed: ['not-in-payload.jsonl'], isValid: false },
    ],
  ])('is refused with %s', async (_what, spoil, findings) => {
    const job = new Job(HOSTILE);
    await job.attempt();
    spoil(job.bag);
    expect(await judged(job)).toMatchObject(findings);
  });
});

test('R1: a validator in Python that shares no code with us takes it for valid, and refuses what was changed in it', async (context) => {
  need(context, 'python');
  const job = new Job(HOSTILE, { hashAlgorithms: ['sha256', 'md5', 'sha1', 'sha512'] });
  await job.attempt();
  const verdict = () => {
    const { stdout, stderr } = spawnSync('python3', [VALIDATOR, job.bag], { encoding: 'utf8' });
    return stdout.trim() || /AssertionError: (\w+ ?\w*)/.exec(stderr)?.[1];
  };
  expect(verdict()).toBe('valid');
  const path = join(job.bag, 'data/source/-rf');
  writeFileSync(path, '5');
  expect(verdict()).toBe('changed');
  rmSync(path);
  expect(verdict()).toBeUndefined();
  writeFileSync(path, '4');
  expect(verdict()).toBe('valid');
  writeFileSync(join(job.bag, 'data/source/extra'), 'x');
  expect(verdict()).toBe('not as');
});

test('R1: the tag manifests cover every record, the seal too', async () => {
  const job = new Job();
  const { recordsDir } = await job.attempt();
  const listed = job.read('tagmanifest-sha256.txt');
  for (const name of readdirSync(recordsDir ?? '')) expect(listed).toContain(`/${name}\n`);
  expect(listed).not.toContain('  data/');
  expect(recordsDir?.startsWith(join(job.bag, 'evidence-records'))).toBe(true);
});

test('R1: the real sha256sum accepts the manifests of payload and tag files, and refuses one flipped byte', async () => {
  const job = new Job({ a: 'x', d: { '-rf': 'y', 'emoji 💀': 'z' } });
  await job.attempt();
  const accepts = (manifest: string) =>
    spawnSync('sha256sum', ['-c', '--strict', '--status', manifest], { cwd: job.bag }).status === 0;
  expect([accepts('manifest-sha256.txt'), accepts('tagmanifest-sha256.txt')]).toEqual([true, true]);
  writeFileSync(join(job.bag, 'data/source/a'), 'y');
  writeFileSync(join(job.bag, 'bag-info.txt'), job.read('bag-info.txt').replace('3.3', '3.4'));
  expect([accepts('manifest-sha256.txt'), accepts('tagmanifest-sha256.txt')]).toEqual([false, false]);
});

test('R1: case data are in bag-info.txt; no value can add an element, and long ones are folded', async () => {
  const notes = `first\r\nPayload-Oxum: 0.0\n\n${'word '.repeat(40)}`;
  const job = new Job({ a: 'x' }, { caseData: { caseNumber: '2026-0042', organisation: 'Lab: one', notes } });
  await job.attempt();
  const lines = job.read('bag-info.txt').trimEnd().split('\n');
  expect(lines).toContain('Source-Organization: Lab: one');
  expect(lines).toContain('External-Identifier: 2026-0042');
  expect(lines).toContain(' Payload-Oxum: 0.0');
  expect(lines.filter((line) => line.startsWith('Payload-Oxum:'))).toEqual(['Payload-Oxum: 1.1']);
  expect(lines.every((line) => line.length <= 79 && /^(?:[A-Z][A-Za-z-]*: \S| \S)/.test(line))).toBe(true);
  expect(await judged(job)).toEqual(VALID);
});

test('a name that is not UTF-8 fails before anything is copied, with the advice to use plain', async () => {
  const job = new Job({ '\udcff\udc80': 'x', good: 'y' });
  const summary = await job.attempt();
  expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'nameNotAllowed' }] });
  expect(summary.failures.map((failure) => failureText(failure)).join()).toMatch(/plain/);
  expect(job.names).toEqual([]);
});

describe('invariant 3: a bag whose name is taken', () => {
  test.each(['fail', 'skipIdentical', 'overwrite'] as const)('is not made with %s', async (conflict) => {
    const job = new Job({ a: 'x' }, { conflict });
    makeTree(job.root, { out: { test: { data: { old: '1' } } } });
    expect(await job.attempt()).toMatchObject({ status: 'failed', failures: [{ code: 'destinationExists' }] });
    expect(readdirSync(job.bag)).toEqual(['data']);
  });

  test('gets another name with rename', async () => {
    const job = new Job({ a: 'x' }, { conflict: 'rename' });
    makeTree(job.root, { out: { test: { old: '1' } } });
    expect(await job.attempt()).toMatchObject({ status: 'complete' });
    expect(job.names).toEqual(['test', 'test (2)']);
    expect((await audit(join(job.out, 'test (2)'))).bag).toEqual(VALID);
  });
});

test('B7: with a failed item it is no bag yet; the attempt that brings the rest makes it one, under its name', async () => {
  const job = new Job({ good: 'x', bad: 'y' });
  const fs = hookedFileSystem(failing('EIO', ({ kind, path }) => kind === 'file.read' && path.endsWith('source/bad')));
  expect(await job.attempt({ fs })).toMatchObject({ status: 'incomplete' });
  expect(job.names).toEqual(['test (INCOMPLETE)']);
  expect(existsSync(join(job.out, 'test (INCOMPLETE)', 'bagit.txt'))).toBe(false);
  expect(await job.attempt()).toMatchObject({ status: 'complete', attempt: 2 });
  expect(job.names).toEqual(['test']);
  expect(readdirSync(join(job.bag, 'evidence-records')).length).toBe(2);
  expect(await judged(job)).toEqual(VALID);
});

test('R4: the ZIP of a bag holds the bag, whole', async () => {
  const job = new Job({ a: 'x', 'per%cent': 'y', d: { b: 'z' } }, { zip: 'store' });
  expect(await job.attempt()).toMatchObject({ status: 'complete', archive: join(job.out, 'test.zip') });
  const to = join(job.root, 'extracted');
  const tree: Record<string, string> = {};
  for (const [name, { content }] of await zipContents(join(job.out, 'test.zip'))) {
    if (!name.endsWith('/') && name.startsWith('test/')) tree[name] = content.toString('latin1');
  }
  expect(Object.keys(tree)).toEqual(expect.arrayContaining(['test/bagit.txt', 'test/tagmanifest-sha256.txt']));
  for (const [name, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, name), content, 'latin1');
  }
  expect((await audit(join(to, 'test'))).bag).toEqual(VALID);
});

test('invariant 1: killed before any change, there is no half bag under a final name, and the next attempt makes it whole', async () => {
  const tree: TreeLiteral = { a: 'x', d: { b: 'y', none: {} } };
  const CHANGES =
    /^folder\.(?:createFile|makeFolder|addName|moveHere|removeFile|removeFolder|setMode|sync)$|^file\.(?:write|sync)$/;
  const wrong: string[] = [];
  for (let from = 0; ; from++) {
    const job = new Job(tree, {}, memoryScratch);
    let changes = 0;
    const { at } = await runUntil(job.request, ({ kind }) => CHANGES.test(kind) && changes++ === from, {
      again: job.again,
    });
    const where = `${from}: ${at?.kind} ${at?.path.slice(job.out.length)}`;
    if (job.names.includes('test') && (await audit(job.bag)).bag?.isValid !== true) wrong.push(`${where}: half a bag`);
    if (at !== undefined) {
      const summary = await job.attempt();
      if (summary.status !== 'complete') wrong.push(`${where}: ${summary.status} ${summary.failures[0]?.code}`);
    }
    if (job.names.join() !== 'test') wrong.push(`${where}: leaves ${job.names}`);
    else if (JSON.stringify(await judged(job)) !== JSON.stringify(VALID))
      wrong.push(`${where}: no valid bag in the end`);
    rmSync(job.root, { recursive: true });
    if (at === undefined) break;
  }
  expect(wrong.slice(0, 20)).toEqual([]);
}, 120_000);
