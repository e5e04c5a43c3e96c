import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import { EMPTY_QUEUE } from '../../src/client/queue/queueState';
import { moveDown } from '../../src/commands/queue/moveJobs';
import { onSelection, removeOnSelection, type SelectionNeeds } from '../../src/commands/queue/selectedJobs';
import { editor, resetEditor } from './support/fakeEditor';
import { FakeEngine, settled } from './support/fakeEngine';
import { attempt, ended, queued, summary } from './support/jobs';
import { MemoryStorage, newQueue } from './support/memoryStorage';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

const [a, b, c] = [attempt('a', 1), attempt('b', 2), attempt('c', 3)];
const interrupted = ended(summary({ jobId: attempt('', 4).jobId, status: 'interrupted' }));
let queue: CopyQueue;
let selected: string[];
let asked: string[][];
let answer: boolean;
let removed: unknown[][];
let needs: SelectionNeeds;

beforeEach(async () => {
  resetEditor();
  const storage = new MemoryStorage();
  const waiting = [a, b, c].map((job) => ({ ...queued(job), start: 'withQueue' as const }));
  storage.saved = { ...EMPTY_QUEUE, waiting, ended: [interrupted] };
  queue = newQueue(new FakeEngine(), { storage });
  await queue.open();
  [selected, asked, removed, answer] = [[], [], [], true];
  needs = {
    queue,
    selectedRows: () => selected,
    askAboutRemoving: async (jobs) => {
      asked.push(jobs.map(({ request }) => request.label));
      return answer;
    },
  };
});

const order = () => queue.state.waiting.map(({ attempt: { request } }) => request.label).join('');
const remove = (...args: unknown[]) =>
  removeOnSelection((...given: readonly unknown[]) => void removed.push([...given]), needs)(...args);

test('a command for rows is for the selected one where a key calls it, else for the one it is given', async () => {
  const command = onSelection(moveDown(queue), needs);
  selected = [`${a.jobId}/sources`];
  await command();
  expect(order()).toBe('bac');
  await command(b.jobId, undefined);
  expect(order()).toBe('abc');
  selected = [];
  await command();
  expect(order()).toBe('abc');
});

describe('Remove from Queue by a key', () => {
  test('names what is selected, and removes it when the person says so', async () => {
    selected = [b.jobId, `${b.jobId}/sources`, c.jobId];
    answer = false;
    await remove();
    expect(removed).toEqual([]);
    answer = true;
    await remove();
    expect(asked).toEqual([
      ['b', 'c'],
      ['b', 'c'],
    ]);
    expect(removed).toEqual([[undefined, [b.jobId, c.jobId]]]);
  });

  test('leaves the question about an interrupted job to the command', async () => {
    selected = [interrupted.attempt.jobId];
    await remove();
    expect(asked).toEqual([]);
    expect(removed).toEqual([[undefined, selected]]);
  });

  test('says that a job that runs has to be cancelled', async () => {
    await queue.start();
    await settled();
    selected = [a.jobId];
    await remove();
    expect(editor.shown).toEqual(['information A job that runs has to be cancelled first.']);
    expect(removed).toEqual([]);
  });

  test('does nothing where nothing is selected, and asks nothing where rows are given', async () => {
    await remove();
    await remove(a.jobId, [a.jobId, b.jobId]);
    expect(asked).toEqual([]);
    expect(removed).toEqual([[a.jobId, [a.jobId, b.jobId]]]);
  });
});
