import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseJobFile } from '../../src/client/jobFile/jobFile';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import { importJobs } from '../../src/commands/add/importJobs';
import { queueJobFile, runJobFile } from '../../src/commands/add/queueJobFile';
import { copyAsCommandLine } from '../../src/commands/save/copyAsCommandLine';
import { saveAsJobFile } from '../../src/commands/save/saveAsJobFile';
import { showFailure } from '../../src/commands/show/showFailure';
import { DEFAULT_OPTIONS } from '../../src/engine/model/job/job';
import { LastDestination } from '../../src/host/lastDestination';
import type { Problem } from '../../src/host/problems';
import { ToldOnce } from '../../src/host/toldOnce';
import { createAwakeNotice } from '../../src/views/notices/awakeNotice';
import { editor, FakeUri, resetEditor } from './support/fakeEditor';
import { FakeEngine, settled } from './support/fakeEngine';
import { attempt, summary } from './support/jobs';
import { newQueue } from './support/memoryStorage';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

let folder: string;
let engine: FakeEngine;
let queue: CopyQueue;
let problems: Map<string, readonly Problem[]>;
let shownAt: [string, number][];
let log: string[];
let revealed: string[];

beforeEach(async () => {
  resetEditor();
  folder = await mkdtemp(join(tmpdir(), 'file-commands-'));
  engine = new FakeEngine();
  queue = newQueue(engine);
  problems = new Map();
  shownAt = [];
  log = [];
  revealed = [];
});

afterEach(() => rm(folder, { recursive: true }));

const lastDestination = () => new LastDestination({ keys: () => [], get: () => undefined, update: async () => {} });
const needs = () => ({
  queue,
  lastDestination: lastDestination(),
  problems: {
    set: (path: string, found: readonly Problem[]) => void problems.set(path, found),
    show: async (path: string, { line }: Problem) => void shownAt.push([path, line]),
  },
  log: (level: string, message: string) => void log.push(`${level} ${message}`),
  readSettings: () => ({ ...DEFAULT_OPTIONS, verification: 'readBack' as const }),
  readDateFormat: () => 'DD.MM.YYYY' as const,
  revealJob: async (jobId: string) => void revealed.push(jobId),
  runtime: { executable: '/node', script: '/ext/cli.js', isElectron: false },
});
const file = async (name: string, text: string): Promise<FakeUri> => {
  await writeFile(join(folder, name), text);
  return new FakeUri(join(folder, name));
};
const jobFile = (name: string, label: string) =>
  file(`${name}.evidence-job.json`, JSON.stringify({ label, sources: ['a'], destinations: ['out'] }));
const waiting = () => queue.state.waiting.map(({ attempt: { request } }) => request.label);

describe('job files', () => {
  test('are queued in their order, and the first is shown', async () => {
    const uris = [await jobFile('1', 'one'), await jobFile('2', 'two')];
    await queueJobFile(needs())(uris[0], uris);
    expect(waiting()).toEqual(['one', 'two']);
    expect(queue.state.waiting[0]?.attempt.request.sources).toEqual([join(folder, 'a')]);
    expect(revealed).toEqual([queue.state.waiting[0]?.attempt.jobId]);
    expect(engine.jobs).toEqual([]);
  });

  test('run at once, also the one in the editor', async () => {
    editor.activeDocument = await jobFile('1', 'one');
    await runJobFile(needs())();
    await settled();
    expect(queue.state.running?.attempt.request.label).toBe('one');
  });

  test('are picked where none is named', async () => {
    editor.activeDocument = new FakeUri('/somewhere/else.txt');
    editor.openDialog = [[await jobFile('1', 'one')], undefined];
    await queueJobFile(needs())();
    await queueJobFile(needs())();
    expect(waiting()).toEqual(['one']);
  });

  test('none is queued if one has a fault; every fault is told with its line', async () => {
    const bad = await file('bad.evidence-job.json', '{\n  "sources": [],\n  "colour": "red"\n}');
    const uris = [await jobFile('1', 'one'), bad];
    editor.answers = ['Show Problems'];
    await queueJobFile(needs())(uris[0], uris);
    await settled();
    expect(waiting()).toEqual([]);
    expect(editor.shown).toEqual([
      expect.stringMatching(
        /^error Nothing was queued: 3 faults\. The first is in "bad\.evidence-job\.json", line 1: destinations: /,
      ),
    ]);
    expect(problems.get(bad.path)?.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(shownAt).toEqual([[bad.path, 1]]);
    expect(log).toHaveLength(3);
  });

  test('what was wrong is forgotten once it is right', async () => {
    const uri = await file('x.evidence-job.json', '{');
    await queueJobFile(needs())(uri);
    expect(problems.get(uri.path)).toHaveLength(1);
    await queueJobFile(needs())(await jobFile('x', 'one'));
    expect(problems.get(uri.path)).toEqual([]);
  });

  test.each([
    ['queued', queueJobFile],
    ['run', runJobFile],
    ['imported', importJobs],
  ])('are not %s in Restricted Mode', async (_, command) => {
    editor.trusted = false;
    await expect(command(needs())(await jobFile('1', 'one'))).rejects.toThrow('In Restricted Mode');
    expect(waiting()).toEqual([]);
    expect(queue.state.running).toBeNull();
  });
});

describe('Import Jobs…', () => {
  test('adds a job for each row, with the settings of now, and asks once for a destination', async () => {
    const uri = await file('jobs.csv', 'label;sources;start;destination\r\na;x|y;3.11.2026 21:55;\r\nb;/z;;/own\r\n');
    editor.openDialog = [[uri], [new FakeUri('/evidence')]];
    await importJobs(needs())();
    expect(waiting()).toEqual(['a', 'b']);
    expect(queue.state.waiting.map(({ attempt: { request } }) => request)).toMatchObject([
      {
        sources: [join(folder, 'x'), join(folder, 'y')],
        destinations: ['/evidence'],
        caseData: { start: '2026-11-03T21:55' },
        verification: 'readBack',
      },
      { sources: ['/z'], destinations: ['/own'] },
    ]);
    expect(editor.dialogs).toHaveLength(2);
  });

  test('asks for no destination where every row has one', async () => {
    const uri = await file('jobs.csv', 'sources,destination\n/z,/own\n');
    await importJobs(needs())(uri);
    expect([waiting(), editor.dialogs]).toEqual([['z'], []]);
  });

  test('adds nothing if one row has a fault', async () => {
    const uri = await file('jobs.csv', 'label,sources,start\na,/x,\nb,/y,soon\n');
    await importJobs(needs())(uri);
    await settled();
    expect(waiting()).toEqual([]);
    expect(editor.shown).toEqual([
      expect.stringMatching(/^error Nothing was queued\. "jobs\.csv", line 3: column start: found "soon", expected/),
    ]);
    expect(problems.get(uri.path)).toHaveLength(1);
  });

  test('adds nothing when the person cancels', async () => {
    const uri = await file('jobs.csv', 'sources\n/x\n');
    editor.openDialog = [[uri], undefined];
    await importJobs(needs())();
    await importJobs(needs())();
    expect(waiting()).toEqual([]);
  });
});

describe('a job outside of the window', () => {
  const withCase = attempt('case', 2, { caseData: { caseNumber: '26-0042' } });

  test('as a command line', async () => {
    await queue.enqueue(attempt(), 'withQueue');
    await copyAsCommandLine(needs())(attempt().jobId);
    expect(editor.clipboard).toBe('/node /ext/cli.js copy /media/card1 --to /evidence');
    expect(editor.shown).toEqual([expect.stringMatching(/^status .*The command line is on the clipboard/)]);
  });

  test('with case data: as a command line that names a job file, which only its owner can read', async () => {
    await queue.enqueue(withCase, 'withQueue');
    const path = join(folder, 'my job.evidence-job.json');
    editor.answers = ['Save as Job File…'];
    editor.saveDialog = [new FakeUri(path)];
    await copyAsCommandLine(needs())(withCase.jobId);
    expect(editor.clipboard).toBe(`/node /ext/cli.js run '${path}'`);
    expect(parseJobFile(await readFile(path), '/')).toMatchObject({ request: withCase.request });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('leaves the clipboard alone when the person cancels', async () => {
    await queue.enqueue(withCase, 'withQueue');
    editor.clipboard = 'mine';
    editor.answers = ['Save as Job File…'];
    await copyAsCommandLine(needs())(withCase.jobId);
    await copyAsCommandLine(needs())(withCase.jobId);
    expect(editor.clipboard).toBe('mine');
  });

  test('as a job file that is shown', async () => {
    await queue.enqueue(withCase, 'withQueue');
    const path = join(folder, 'saved.evidence-job.json');
    editor.saveDialog = [new FakeUri(path)];
    await saveAsJobFile(needs())(withCase.jobId);
    expect(editor.shown).toEqual([`document ${path}`]);
  });

  test('says what is wrong where the file cannot be written, and where the job has gone', async () => {
    await queue.enqueue(withCase, 'withQueue');
    editor.saveDialog = [new FakeUri(join(folder, 'no', 'folder'))];
    await expect(saveAsJobFile(needs())(withCase.jobId)).rejects.toThrow('could not be written: ENOENT');
    await expect(saveAsJobFile(needs())('gone')).rejects.toThrow('Choose a job in the Batch Queue');
  });
});

test('a failed item is shown where it lies, else the log is', async () => {
  const shown: string[] = [];
  const logChannel = { write: () => {}, complain: () => {}, show: () => void shown.push('log'), dispose: () => {} };
  await writeFile(join(folder, 'bad.mp4'), '');
  const failures = [{ code: 'readError', path: join(folder, 'bad.mp4') } as const, { code: 'noSpace' } as const];
  void queue.add(attempt());
  await settled();
  await engine.job(0).end(summary({ status: 'incomplete', failures, failureCount: 2 }));
  const show = showFailure({ queue, logChannel });
  await show(`${attempt().jobId}/failure:0`);
  expect([editor.executed, shown]).toMatchObject([[['revealFileInOS', { path: join(folder, 'bad.mp4') }]], []]);
  for (const row of [`${attempt().jobId}/failure:1`, `${attempt().jobId}/failure:7`, 'x/failure:0', undefined]) {
    await show(row);
  }
  expect(shown).toEqual(['log', 'log', 'log', 'log']);
});

test('at the first batch, and never again, the person is told to keep the window open', async () => {
  const stored = new Map<string, unknown>();
  const state = {
    keys: () => [...stored.keys()],
    get: (key: string) => stored.get(key),
    update: async (key: string, value: unknown) => void stored.set(key, value),
  };
  // Only these functions of a memento are used, whatever type they are asked for.
  createAwakeNotice(queue, new ToldOnce(state as ConstructorParameters<typeof ToldOnce>[0]));
  void queue.add(attempt('alone', 9));
  await settled();
  await engine.job(0).end();
  expect(editor.shown).toEqual([]);
  for (const number of [1, 2]) {
    await queue.enqueue(attempt('x', number), 'withQueue');
    await queue.start();
    await settled();
    await engine.job(number).end();
  }
  expect(editor.shown).toEqual([expect.stringMatching(/^information The batch runs in this window: keep it open/)]);
});
