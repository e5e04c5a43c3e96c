import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NOTES_MEMBER } from '../../src/engine/archive/archiveNotes';
import { memberTime } from '../../src/engine/archive/memberTime';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { forgetOwners, runUntil } from '../support/killedCopy';
import { type RunOptions, requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, file, folder, link, makeTree, type TreeLiteral } from '../support/tree';
import { zipContents } from '../support/zipContents';

const JOB_ID = '11111111-2222-4333-8444-555555555555';

/** Copies a tree called `source` and makes its ZIP. */
async function zipped(tree: TreeLiteral, choices: Partial<JobRequest> = {}, options: RunOptions = {}) {
  const root = scratchFolder();
  makeTree(root, { source: tree });
  const out = join(root, 'out');
  const request = requestFor([join(root, 'source')], out, { zip: 'store', ...choices });
  const run = await runEngine(request, { again: { jobId: JOB_ID, attempt: 1 }, ...options });
  return { ...run, root, out, request };
}

function notesOf(members: Awaited<ReturnType<typeof zipContents>>): Record<string, string>[] {
  const lines = members.get(NOTES_MEMBER)?.content.toString('utf8').trim().split('\n') ?? [];
  return lines.slice(1).map((line) => JSON.parse(line));
}

test.each(['store', 'deflate'] as const)('R4: the ZIP (%s) holds payload and records, byte for byte', async (zip) => {
  const big = Buffer.alloc(3_000_000, 'evidence ');
  const { summary, out, phases } = await zipped({ a: 'x', empty: '', deep: { big: file(big) }, none: {} }, { zip });
  expect(summary).toMatchObject({ status: 'complete', archive: join(out, 'test.zip'), stagingDir: null });
  expect(phases.at(-1)).toBe('archiving');
  const members = await zipContents(join(out, 'test.zip'));
  const records = `evidence-records/${readdirSync(join(out, 'evidence-records'))[0]}`;
  expect([...members.keys()].filter((name) => !name.startsWith(records)).sort()).toEqual(
    ['source/', 'source/a', 'source/deep/', 'source/deep/big', 'source/empty', 'source/none/', NOTES_MEMBER].sort(),
  );
  expect(members.get('source/deep/big')?.content.equals(big)).toBe(true);
  for (const name of readdirSync(summary.recordsDir ?? '')) {
    const content = readFileSync(join(summary.recordsDir ?? '', name));
    expect(members.get(`${records}/${name}`)?.content.equals(content), name).toBe(true);
  }
});

test('R4: beside it stands its digest, which the real sha256sum accepts; nothing else is left behind', async () => {
  const { out } = await zipped({ a: 'x' }, { label: "Corner shop / back\\door's" });
  const [name] = readdirSync(out).filter((each) => each.endsWith('.zip'));
  expect(name).toBe("Corner shop _ back_door's.zip");
  expect(execFileSync('sha256sum', ['-c', '--strict', `${name}.sha256`], { cwd: out, encoding: 'utf8' })).toMatch(/OK/);
  expect(readdirSync(out).sort()).toEqual([name, `${name}.sha256`, 'evidence-records', 'source'].sort());
});

test('R4: links and specials are not members but on record; odd names are mapped, their bytes on record', async () => {
  const { out } = await zipped({
    'line\nfeed': '1',
    '..\\evil': '2',
    '\udcff': '3',
    Twin: '4',
    tWIN: '5',
    link: link('/etc/passwd'),
    pipe: fifo(),
    'dot.': folder({ x: '6' }),
  });
  const members = await zipContents(join(out, 'test.zip'));
  expect([...members.values()].some(({ isLink }) => isLink)).toBe(false);
  expect(members.has('source/link') || members.has('source/pipe')).toBe(false);
  expect(members.get('source/dot_/x')?.content.toString()).toBe('6');
  const notes = notesOf(members);
  expect(notes).toContainEqual({ path: 'source/link', linkTarget: '/etc/passwd' });
  expect(notes).toContainEqual({ path: 'source/pipe', special: 'fifo' });
  expect(notes).toContainEqual({ path: 'source/line\nfeed', member: 'source/line_feed' });
  const odd = notes.find(({ pathBase64 }) => pathBase64 !== undefined);
  expect(Buffer.from(odd?.['pathBase64'] ?? '', 'base64')).toEqual(Buffer.from('source/\xff', 'latin1'));
  expect(members.get(odd?.['member'] ?? '')?.content.toString()).toBe('3');
  const twins = ['Twin', 'tWIN'].map((name) => notes.find(({ path }) => path === `source/${name}`)?.['member'] ?? '');
  expect(twins.filter((member) => member !== '')).toEqual([expect.stringMatching(/^source\/t?T?w?W?I?i?n?N?~2$/)]);
});

describe('R4: times do not depend on the time zone', () => {
  test('of this machine: the old fields are in UTC, the extended timestamp is an instant', async () => {
    const mtimeNs = 1_720_000_001_000_000_000n;
    const { out } = await zipped({ a: file('x', { mtimeNs }) });
    expect((await zipContents(join(out, 'test.zip'))).get('source/a')?.mtime.getTime()).toBe(1_720_000_001_000);
    const { mtime } = memberTime(mtimeNs);
    expect([mtime.getFullYear(), mtime.getMonth(), mtime.getDate()]).toEqual([2024, 6, 3]);
    expect([mtime.getHours(), mtime.getMinutes(), mtime.getSeconds()]).toEqual([9, 46, 41]);
  });

  test.each([
    [-1_000_000_000n, [1980, 0, 1, 0], true],
    [4_102_444_800_000_000_000n, [2100, 0, 1, 0], true],
    [9_999_999_999_000_000_000n, [2107, 11, 31, 23], true],
  ])('%s ns is held within what a ZIP can say', (ns, fields, forceDosTimestamp) => {
    const time = memberTime(ns);
    const { mtime } = time;
    expect([mtime.getFullYear(), mtime.getMonth(), mtime.getDate(), mtime.getHours()]).toEqual(fields);
    expect(time.forceDosTimestamp).toBe(forceDosTimestamp);
  });

  test('files from before 1970 and after 2038 go in as well', async () => {
    const old = file('x', { mtimeNs: -86_400_000_000_000n });
    const { summary, out } = await zipped({ old, late: file('y', { mtimeNs: 4_000_000_000_000_000_000n }) });
    expect(summary.status).toBe('complete');
    expect((await zipContents(join(out, 'test.zip'))).size).toBeGreaterThan(4);
  });
});

test('R4: any byte of the ZIP that is not what was written is found before it has its name', async () => {
  const { out: sound } = await zipped({ a: 'x'.repeat(100) });
  const { length } = readFileSync(join(sound, 'test.zip'));
  for (let at = 0; at < length - 40; at += Math.ceil(length / 12)) {
    let flipped = false;
    const fs = hookedFileSystem({
      after: ({ kind, path, args }, result) => {
        if (kind !== 'file.read' || !path.endsWith('/archive.zip') || flipped) return;
        const [buffer, , position] = args as [Buffer, number, number];
        const index = at - position;
        if (index < 0 || index >= Number(result)) return;
        buffer[index] = (buffer[index] ?? 0) ^ 1;
        flipped = true;
      },
    });
    const { summary, out } = await zipped({ a: 'x'.repeat(100) }, {}, { fs });
    expect(flipped).toBe(true);
    expect(summary.status).toBe('failed');
    expect(summary.failures.map(({ code }) => code)).toEqual(['archiveDamaged']);
    expect(readdirSync(out).some((name) => name.includes('.zip'))).toBe(false);
    expect(existsSync(join(out, 'source', 'a'))).toBe(true);
  }
});

test('R4: a payload that was changed after it was proved does not go into the ZIP', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const out = join(root, 'out');
  const { summary } = await runEngine(requestFor([join(root, 'source')], out, { zip: 'store' }), {
    onPhase: (phase) => {
      if (phase === 'archiving') writeFileSync(join(out, 'source', 'a'), 'y');
    },
  });
  expect(summary.status).toBe('failed');
  expect(summary.failures.map(({ code }) => code)).toEqual(['stagingChanged']);
  expect(existsSync(join(out, 'test.zip'))).toBe(false);
});

describe('R4: a ZIP that could not be made', () => {
  test('fails the job, says that the payload stands, and is made by a further attempt', async () => {
    const hooks = failing('ENOSPC', ({ kind, path }) => kind === 'file.write' && path.endsWith('/archive.zip'));
    const { summary, outcomes, out, request } = await zipped({ a: 'x', b: 'y' }, {}, { fs: hookedFileSystem(hooks) });
    expect(hooks.fired).toBe(1);
    expect(summary.status).toBe('failed');
    expect(summary.failures.map(({ code }) => code)).toEqual(['noSpace']);
    expect(summary.notices.join()).toMatch(/stands under its final names/);
    expect(summary.recordsDir).not.toBeNull();
    expect(summary.stagingDir).not.toBeNull();
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['copied', 'copied', 'copied']);
    expect(readdirSync(out).some((name) => name.includes('.zip'))).toBe(false);

    const again = await runEngine(request, { again: { jobId: JOB_ID, attempt: 2 } });
    expect(again.summary).toMatchObject({ status: 'complete', archive: join(out, 'test.zip'), stagingDir: null });
    expect((await zipContents(join(out, 'test.zip'))).get('source/b')?.content.toString()).toBe('y');
  });

  test.each(['keep', 'remove'] as const)(
    'because the job was cancelled: the payload stays (staging: %s)',
    async (staging) => {
      const shared = new SharedState();
      const { summary, out } = await zipped(
        { a: 'x' },
        {},
        {
          shared,
          onPhase: (phase) => {
            if (phase === 'archiving') shared.setControl(staging === 'keep' ? 'cancelKeep' : 'cancelRemove');
          },
        },
      );
      expect(summary.status).toBe('cancelled');
      expect(summary.recordsDir).not.toBeNull();
      expect(summary.stagingDir === null).toBe(staging === 'remove');
      expect(readdirSync(out).some((name) => name.includes('.zip'))).toBe(false);
      expect(existsSync(join(out, 'source', 'a'))).toBe(true);
    },
  );

  test('because the engine was killed, at any call: no half ZIP has a name, and the next attempt makes it', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x', deep: { b: 'y' } } });
    const again = { jobId: JOB_ID, attempt: 1 };
    const prepare = (out: string) =>
      requestFor([join(root, 'source')], out, { zip: 'store', records: { write: false } });
    for (let kill = 1; ; kill += 3) {
      const out = join(root, `out-${kill}`);
      let since = 0;
      let inPhase = false;
      const { at } = await runUntil(prepare(out), () => inPhase && ++since >= kill, {
        again,
        onPhase: (phase) => {
          inPhase = phase === 'archiving';
        },
      });
      if (at === undefined) {
        expect(kill).toBeGreaterThan(40);
        return;
      }
      if (existsSync(join(out, 'test.zip'))) expect(existsSync(join(out, 'test.zip.sha256'))).toBe(true);
      // Without its staging folder the job was over: killed while it cleared up.
      if (existsSync(join(out, 'INCOMPLETE-11111111'))) {
        forgetOwners(out);
        const { summary } = await runEngine(prepare(out), { again: { jobId: JOB_ID, attempt: 2 } });
        expect(summary.status, `killed at ${at.kind} ${at.path}`).toBe('complete');
      }
      const made = readdirSync(out).filter((name) => name.startsWith('test'));
      expect(made.sort(), `killed at ${at.kind} ${at.path}`).toEqual(['test.zip', 'test.zip.sha256']);
      const digest = createHash('sha256')
        .update(readFileSync(join(out, 'test.zip')))
        .digest('hex');
      expect(readFileSync(join(out, 'test.zip.sha256'), 'utf8')).toBe(`${digest}  test.zip\n`);
      rmSync(out, { recursive: true });
    }
  });
});

describe('the name of the ZIP', () => {
  test.each(['test.zip', 'test.zip.sha256'])(
    'that is taken (%s) fails the job before anything is written',
    async (name) => {
      const root = scratchFolder();
      makeTree(root, { source: { a: 'x' }, out: { [name]: 'mine' } });
      const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out'), { zip: 'store' }));
      expect(summary.failures).toMatchObject([{ code: 'destinationExists', path: join(root, 'out', name) }]);
      expect(readdirSync(join(root, 'out'))).toEqual([name]);
      expect(readFileSync(join(root, 'out', name), 'utf8')).toBe('mine');
    },
  );

  test('gets a number with `rename`', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x' }, out: { 'test.zip': 'mine' } });
    const request = requestFor([join(root, 'source')], join(root, 'out'), { zip: 'store', conflict: 'rename' });
    const { summary } = await runEngine(request);
    expect(summary).toMatchObject({ status: 'complete', archive: join(root, 'out', 'test (2).zip') });
    expect(readFileSync(join(root, 'out', 'test.zip'), 'utf8')).toBe('mine');
  });

  test('cannot be that of something that is copied', async () => {
    const root = scratchFolder();
    makeTree(root, { 'a.zip': 'x' });
    const request = requestFor([join(root, 'a.zip')], join(root, 'out'), { zip: 'store', label: 'a' });
    expect((await runEngine(request)).summary.failures).toMatchObject([{ code: 'nameCollision' }]);
    expect(existsSync(join(root, 'out'))).toBe(false);
  });

  test('says that the job is incomplete', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x', b: 'y' } });
    const hooks = failing('EIO', ({ kind, path }) => kind === 'file.read' && path.endsWith('/source/b'));
    const request = requestFor([join(root, 'source')], join(root, 'out'), { zip: 'store' });
    const { summary } = await runEngine(request, { fs: hookedFileSystem(hooks) });
    expect(summary).toMatchObject({ status: 'incomplete', archive: join(root, 'out', 'test (INCOMPLETE).zip') });
    const members = await zipContents(summary.archive ?? '');
    expect(members.has('source (INCOMPLETE)/a')).toBe(true);
    expect(members.has('source (INCOMPLETE)/b')).toBe(false);
  });
});

test('B5: preflight counts the room of the ZIP', async () => {
  const fs = hookedFileSystem({
    answer: ({ kind }, result) =>
      kind === 'folder.facts' ? { ...(result as object), availableBytes: 90_000 } : result,
  });
  const tree = { a: 'x'.repeat(50_000) };
  expect((await zipped(tree, { zip: 'none' }, { fs })).summary.status).toBe('complete');
  expect((await zipped(tree, { zip: 'store' }, { fs })).summary.failures.map(({ code }) => code)).toEqual(['noSpace']);
});
