import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import type { StagingChoice } from '../../src/client/queue/queueState';
import { cancelCopy } from '../../src/commands/queue/cancelCopy';
import { pauseCopy } from '../../src/commands/queue/pauseCopy';
import { resumeCopy } from '../../src/commands/queue/resumeCopy';
import { showCopies } from '../../src/commands/show/showCopies';
import { showInFolder } from '../../src/commands/show/showInFolder';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { editor, resetEditor } from './support/fakeEditor';
import { FakeEngine, settled } from './support/fakeEngine';
import { attempt } from './support/jobs';
import { newQueue } from './support/memoryStorage';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

const first = attempt('first', 1);
const second = attempt('second', 2);
let engine: FakeEngine;
let queue: CopyQueue;

beforeEach(() => {
  resetEditor();
  engine = new FakeEngine();
  queue = newQueue(engine);
});

async function add(...attempts: (typeof first)[]): Promise<void> {
  for (const each of attempts) void queue.add(each);
  await settled();
}

test('pause and resume reach the running copy, and say so where there is none', async () => {
  await pauseCopy(queue)();
  await resumeCopy(queue)();
  expect(editor.shown).toEqual(['information No job is running.', 'information No job is running.']);
  await add(first);
  await pauseCopy(queue)();
  await resumeCopy(queue)();
  expect(engine.job(0).calls).toEqual(['pause', 'resume']);
});

describe('cancel', () => {
  let answer: StagingChoice | undefined;
  const cancel = (wanted?: unknown) => cancelCopy({ queue, askAboutStaging: async () => answer })(wanted);

  test.each(['keep', 'remove'] as const)('asks about the staging folder: %s', async (choice) => {
    answer = choice;
    await add(first);
    await cancel();
    expect(engine.job(0).calls).toEqual([`cancel ${choice}`]);
  });

  test('lets the copy go on when the question is closed', async () => {
    answer = undefined;
    await add(first);
    await cancel();
    expect(engine.job(0).calls).toEqual([]);
  });

  test('of a copy that ended meanwhile does not touch the next', async () => {
    await add(first, second);
    const command = cancelCopy({
      queue,
      askAboutStaging: async () => {
        await engine.job(0).end();
        return 'remove';
      },
    });
    await command();
    expect(queue.state.running?.attempt).toBe(second);
    expect(engine.job(1).calls).toEqual([]);
  });

  test('says that nothing runs', async () => {
    await cancel();
    expect(editor.shown).toEqual(['information No job is running.']);
  });
});

describe('show copies', () => {
  const seen: string[] = [];
  const show = (wanted?: unknown) =>
    showCopies({
      queue,
      showList: () => seen.push('list'),
      showResult: async ({ label }: JobSummary) => void seen.push(label),
    })(wanted);

  beforeEach(() => {
    seen.length = 0;
  });

  test('shows the only result at once, and it counts as seen', async () => {
    await add(first);
    await engine.job(0).end();
    await show();
    expect(seen).toEqual(['first']);
    expect(queue.state.ended.map(({ seen }) => seen)).toEqual([true]);
  });

  test('shows the list while a copy runs, where there are several results, and where there is nothing', async () => {
    await show();
    await add(first, second);
    await engine.job(0).end();
    await show();
    await engine.job(1).end();
    await show();
    expect(seen).toEqual(['list', 'list', 'list']);
  });

  test('shows the result that was asked for, seen or not', async () => {
    await add(first, second);
    await engine.job(0).end();
    await engine.job(1).end();
    await show(first.jobId);
    await show(first.jobId);
    expect(seen).toEqual(['first', 'first']);
    expect(queue.state.ended.map(({ seen }) => seen)).toEqual([true, false]);
  });
});

describe('show in folder', () => {
  let folder: string;
  let place: string | null;
  const show = (wanted?: unknown) => showInFolder({ queue, placeToShow: () => place })(wanted);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'show-in-folder-'));
    await writeFile(join(folder, 'card1'), '');
    place = null;
  });

  afterEach(() => rm(folder, { recursive: true }));

  test('says that there is nothing yet', async () => {
    await show();
    expect(editor.shown).toEqual(['information No job has left anything to show yet.']);
  });

  test('uses the file manager where window and files are on one machine', async () => {
    await add(first);
    await engine.job(0).end();
    place = join(folder, 'card1');
    await show();
    expect(editor.executed).toMatchObject([['revealFileInOS', { path: join(folder, 'card1') }]]);
  });

  test('shows the folder where the copy has another name by now', async () => {
    await show(join(folder, 'gone'));
    expect(editor.executed).toMatchObject([['revealFileInOS', { path: folder }]]);
  });

  test('uses the explorer in a remote window, if the workspace holds the copy', async () => {
    Object.assign(editor, { remoteName: 'ssh-remote', workspaceFolder: folder });
    await show(join(folder, 'card1'));
    expect(editor.executed).toMatchObject([['revealInExplorer', { path: join(folder, 'card1') }]]);
  });

  test('offers a window of its own for any other folder of a remote machine', async () => {
    Object.assign(editor, { remoteName: 'ssh-remote', answers: [undefined, 'Open in New Window'] });
    await show(join(folder, 'card1'));
    expect(editor.executed).toEqual([]);
    await show(join(folder, 'card1'));
    expect(editor.executed).toMatchObject([['vscode.openFolder', { path: folder }]]);
  });

  test('says that the drive may be gone', async () => {
    await expect(show('/no/such/folder')).rejects.toThrow('Check that its drive is connected');
  });
});
