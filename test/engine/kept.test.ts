import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureText } from '../../src/engine/model/failure/failureText';
import type { JobRequest } from '../../src/engine/model/job/job';
import { audit, found } from '../support/audit';
import { failing, type Hooks, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

const MiB = 1024 * 1024;
const CONTENT = Buffer.from(Uint8Array.from({ length: 3 * MiB + 17 }, (_, index) => 1 + (index % 251)));
/** Sectors that cannot be read: two touching ones, and one elsewhere. */
const BAD = [
  { offset: 512 * 1000, length: 1024 },
  { offset: 2 * MiB, length: 512 },
];
const ZEROED = CONTENT.map((byte, at) => (isBad(at, 1) ? 0 : byte));

function isBad(position: number, length: number): boolean {
  return BAD.some((range) => position < range.offset + range.length && position + length > range.offset);
}

/** A medium with bad sectors under one file. */
function badSectors(path: string): Hooks {
  return failing('EIO', ({ kind, path: read, args }) => {
    const [, length, position] = args as [Uint8Array, number, number];
    return kind === 'file.read' && read === path && isBad(position, Math.min(length, CONTENT.length - position));
  });
}

function makeSource() {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'a', 'video.mp4': CONTENT, z: 'z' } });
  const source = join(root, 'source');
  return { source, to: join(root, 'out'), victim: join(source, 'video.mp4') };
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

const METHODS: readonly Partial<JobRequest>[] = [
  { bufferSizeKB: 256 },
  { bufferSizeKB: 256, useBufferReuse: false },
  { bufferSizeKB: 1024, verification: 'stream' },
];

describe('a file with parts that cannot be read', () => {
  test('is kept as INCOMPLETE, zeros only where nothing could be read, and the job is never complete', async () => {
    for (const choices of METHODS) {
      const { source, to, victim } = makeSource();
      const request = requestFor([source], to, { ...choices, onReadError: 'keepReadable' });
      const { summary, outcomes } = await runEngine(request, { fs: hookedFileSystem(badSectors(victim)) });
      expect(summary).toMatchObject({ status: 'incomplete', files: 2, items: { failed: 1 }, stagingDir: null });
      const folder = join(to, 'source (INCOMPLETE)');
      expect(readdirSync(folder).sort()).toEqual(['a', 'video.mp4.INCOMPLETE', 'z']);
      const kept = readFileSync(join(folder, 'video.mp4.INCOMPLETE'));
      expect(kept.equals(ZEROED)).toBe(true);
      const outcome = outcomes.find(({ path }) => path === 'source/video.mp4');
      expect(outcome).toMatchObject({
        outcome: 'failed',
        destination: null,
        failure: { code: 'readError', path: victim, offset: BAD[0]?.offset, args: { kept: 'video.mp4.INCOMPLETE' } },
        kept: {
          destination: join(folder, 'video.mp4.INCOMPLETE'),
          unreadable: BAD,
          file: { size: CONTENT.length, sourceDigests: { sha256: sha256(kept) } },
        },
      });
      expect(outcome?.file).toBeUndefined();
      expect(outcome?.kept?.file.grade).toBe(choices.verification ?? 'readBack');
      expect(failureText(outcome?.failure ?? { code: 'readError' })).toContain('1.5 KiB of the source, in 2 ranges');
    }
  });

  test('stands in every record with each range, and in the lists that other tools check', async () => {
    const { source, to, victim } = makeSource();
    const request = requestFor([source], to, { onReadError: 'keepReadable' });
    const { summary } = await runEngine(request, { fs: hookedFileSystem(badSectors(victim)) });
    const records = summary.recordsDir ?? '';
    const text = (name: string) => readFileSync(join(records, name), 'utf8');
    const report = JSON.parse(text('report.json')) as { items: { path: string; kept?: unknown; outcome: string }[] };
    expect(report.items.find(({ path }) => path === 'source/video.mp4')).toMatchObject({
      outcome: 'failed',
      grade: null,
      sourceDigests: {},
      kept: { unreadable: BAD, digests: { sha256: sha256(ZEROED) } },
    });
    expect(text('report.html')).toContain('Zeros, not evidence');
    expect(text('report.html')).toContain('512000-513023, 2097152-2097663');
    expect(text('files.csv')).toContain('"512000-513023; 2097152-2097663"');
    const events = text('custody.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(events.filter(({ event }) => event === 'kept')).toMatchObject([
      { path: 'source/video.mp4.INCOMPLETE', unreadable: BAD, digests: { sha256: sha256(ZEROED) } },
    ]);
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', join(records, 'manifest-sha256.txt')], { cwd: to });
    expect(text('manifest-sha256.txt')).toContain('source (INCOMPLETE)/video.mp4.INCOMPLETE');
  });

  test('fails as ever where the job does not say so, and where the device has gone', async () => {
    const { source, to, victim } = makeSource();
    const plain = await runEngine(requestFor([source], to), { fs: hookedFileSystem(badSectors(victim)) });
    expect(plain.outcomes.find(({ path }) => path === 'source/video.mp4')?.kept).toBeUndefined();
    expect(readdirSync(join(to, 'source (INCOMPLETE)')).sort()).toEqual(['a', 'z']);
    const gone = failing('ENODEV', ({ kind, path }) => kind === 'file.read' && path === victim);
    const request = requestFor([source], `${to}2`, { onReadError: 'keepReadable' });
    const { outcomes } = await runEngine(request, { fs: hookedFileSystem(gone) });
    expect(outcomes.find(({ path }) => path === 'source/video.mp4')?.failure?.code).toBe('deviceGone');
    expect(globSync('**/*.INCOMPLETE', { cwd: `${to}2` })).toEqual([]);
  });

  test('selected alone: a name that is taken, here or in the source, is left as it is', async () => {
    const { to, victim } = makeSource();
    makeTree(join(to, '..'), { out: { 'video.mp4.INCOMPLETE': 'of somebody else' } });
    writeFileSync(`${victim} (2).INCOMPLETE`, 'evidence too');
    const request = requestFor([victim], to, { onReadError: 'keepReadable' });
    const { summary } = await runEngine(request, { fs: hookedFileSystem(badSectors(victim)) });
    expect(summary.status).toBe('incomplete');
    expect(readFileSync(join(to, 'video.mp4.INCOMPLETE'), 'utf8')).toBe('of somebody else');
    expect(readFileSync(join(to, 'video.mp4 (3).INCOMPLETE')).equals(ZEROED)).toBe(true);
  });

  test('is copied by a retry when its medium reads again; what was kept stays beside it', async () => {
    const { source, to, victim } = makeSource();
    const request = requestFor([source], to, { onReadError: 'keepReadable' });
    const first = await runEngine(request, { fs: hookedFileSystem(badSectors(victim)) });
    const { jobId } = first.summary;
    const second = await runEngine(request, {
      fs: hookedFileSystem(badSectors(victim)),
      again: { jobId, attempt: 2, continues: true },
    });
    expect(second.summary).toMatchObject({ status: 'incomplete', attempt: 2 });
    const names = ['a', 'video.mp4 (2).INCOMPLETE', 'video.mp4.INCOMPLETE', 'z'];
    expect(readdirSync(join(to, 'source (INCOMPLETE)')).sort()).toEqual(names);
    const third = await runEngine(request, { again: { jobId, attempt: 3, continues: true } });
    expect(third.summary).toMatchObject({ status: 'complete', attempt: 3, items: { failed: 0 } });
    expect(readdirSync(join(to, 'source')).sort()).toEqual([...names, 'video.mp4'].sort());
    expect(readFileSync(join(to, 'source', 'video.mp4')).equals(CONTENT)).toBe(true);
    expect(readFileSync(join(to, 'source', 'video.mp4.INCOMPLETE')).equals(ZEROED)).toBe(true);
    const earlier = third.outcomes.find(({ path }) => path === 'source/video.mp4')?.earlierFailures;
    expect(earlier?.map(({ failure }) => failure.args?.['kept'])).toEqual([
      'video.mp4.INCOMPLETE',
      'video.mp4 (2).INCOMPLETE',
    ]);
    // Of what was kept the records of the first two attempts tell: an audit knows it, and sees when it is changed.
    expect(await audit(to)).toMatchObject({ status: 'passed' });
    writeFileSync(join(to, 'source', 'video.mp4.INCOMPLETE'), 'something else');
    writeFileSync(join(to, 'source', 'z.INCOMPLETE'), 'of somebody else');
    expect(found(await audit(to))).toEqual({
      changed: ['source/video.mp4.INCOMPLETE'],
      unlisted: ['source/z.INCOMPLETE'],
    });
  });

  test('is known to an audit when a retry has brought a file that was selected itself', async () => {
    const { to, victim } = makeSource();
    const request = requestFor([victim], to, { onReadError: 'keepReadable' });
    const first = await runEngine(request, { fs: hookedFileSystem(badSectors(victim)) });
    await runEngine(request, { again: { jobId: first.summary.jobId, attempt: 2, continues: true } });
    expect(readdirSync(to).sort()).toEqual(['evidence-records', 'video.mp4', 'video.mp4.INCOMPLETE']);
    expect(await audit(to)).toMatchObject({ status: 'passed' });
  });

  test('stops the job where an item that fails is to stop it', async () => {
    const { source, to, victim } = makeSource();
    const request = requestFor([source], to, { onReadError: 'keepReadable', onItemError: 'stop' });
    const { summary } = await runEngine(request, { fs: hookedFileSystem(badSectors(victim)) });
    expect(summary.status).toBe('failed');
    expect(readdirSync(to).filter((name) => name.startsWith('source'))).toEqual([]);
  });
});

/** Appends to a file once, when something of it has been read. */
function growing(path: string): Hooks {
  let isDone = false;
  return {
    after: (call) => {
      if (isDone || call.kind !== 'file.read' || call.path !== path) return;
      isDone = true;
      appendFileSync(path, 'one more line\n');
    },
  };
}

describe('a file that changes while it is copied', () => {
  test('is kept as it was read, with both states, and the job is never complete', async () => {
    for (const choices of METHODS) {
      const { source, to, victim } = makeSource();
      const request = requestFor([source], to, { ...choices, onSourceChange: 'keepAsSeen' });
      const { summary, outcomes } = await runEngine(request, { fs: hookedFileSystem(growing(victim)) });
      const outcome = outcomes.find(({ path }) => path === 'source/video.mp4');
      expect(summary).toMatchObject({ status: 'incomplete', files: 2, items: { failed: 1 }, stagingDir: null });
      expect(outcome).toMatchObject({
        outcome: 'failed',
        failure: { code: 'sourceChanged', args: { kept: 'video.mp4.INCOMPLETE' } },
        kept: { unreadable: [], changed: { before: { size: CONTENT.length }, after: { size: CONTENT.length + 14 } } },
      });
      const kept = readFileSync(join(to, 'source (INCOMPLETE)', 'video.mp4.INCOMPLETE'));
      expect(kept.subarray(0, CONTENT.length).equals(CONTENT)).toBe(true);
      expect(outcome?.kept?.file).toMatchObject({ size: kept.length, sourceDigests: { sha256: sha256(kept) } });
      expect(readFileSync(join(summary.recordsDir ?? '', 'report.html'), 'utf8')).toContain('Kept, not a whole copy');
    }
  });

  test('between plan and opening is kept too; one that was removed leaves nothing to keep', async () => {
    const { source, to, victim } = makeSource();
    const request = requestFor([source], to, { onSourceChange: 'keepAsSeen' });
    const { outcomes } = await runEngine(request, {
      onPhase: (phase) => {
        if (phase === 'copying') appendFileSync(victim, 'more');
      },
    });
    const outcome = outcomes.find(({ path }) => path === 'source/video.mp4');
    expect(outcome).toMatchObject({ outcome: 'failed', kept: { file: { size: CONTENT.length + 4 } } });
    const whole = Buffer.concat([CONTENT, Buffer.from('more')]);
    expect(readFileSync(join(to, 'source (INCOMPLETE)', 'video.mp4.INCOMPLETE')).equals(whole)).toBe(true);
  });

  test('fails as ever where the job does not say so', async () => {
    const { source, to, victim } = makeSource();
    const request = requestFor([source], to, { onReadError: 'keepReadable' });
    const { outcomes } = await runEngine(request, { fs: hookedFileSystem(growing(victim)) });
    expect(outcomes.find(({ path }) => path === 'source/video.mp4')?.kept).toBeUndefined();
    expect(readdirSync(join(to, 'source (INCOMPLETE)')).sort()).toEqual(['a', 'z']);
  });
});

test('a copy that was kept and is changed before it is published is not told as kept', async () => {
  const { source, to, victim } = makeSource();
  const request = requestFor([source], to, { onReadError: 'keepReadable' });
  const { summary, outcomes } = await runEngine(request, {
    fs: hookedFileSystem(badSectors(victim)),
    onPhase: (phase) => {
      const [staged] = globSync('INCOMPLETE-*/payload/source/*.INCOMPLETE', { cwd: to });
      if (phase === 'validating') writeFileSync(join(to, staged ?? ''), 'tampered');
    },
  });
  expect(summary.status).toBe('incomplete');
  const outcome = outcomes.find(({ path }) => path === 'source/video.mp4');
  expect(outcome?.failure?.code).toBe('stagingChanged');
  expect(outcome?.kept).toBeUndefined();
});
