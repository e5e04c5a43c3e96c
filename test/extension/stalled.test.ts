import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import { abandonJob } from '../../src/commands/queue/abandonJob';
import { parsePatience } from '../../src/host/watchSettings';
import { jobLogListener } from '../../src/views/log/jobLog';
import { createQueueNotices } from '../../src/views/notices/queueNotices';
import { queueContextModel } from '../../src/views/queue/queueContextModel';
import { attentionCount, queueTreeMessage } from '../../src/views/queue/queueTreeModel';
import { english } from './support/english';
import { editor, resetEditor } from './support/fakeEditor';
import { FakeEngine, type FakeJob, settled } from './support/fakeEngine';
import { attempt, progress, queueState, running } from './support/jobs';
import { MemoryStorage, newQueue } from './support/memoryStorage';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

const first = attempt('first', 1, { destinations: ['/evidence/1'] });
const sameFolder = attempt('same folder', 2, { destinations: ['/evidence/1'] });
const elsewhere = attempt('elsewhere', 3, { destinations: ['/evidence/3'] });

let engine: FakeEngine;
let storage: MemoryStorage;
let queue: CopyQueue;

beforeEach(() => {
  resetEditor();
  engine = new FakeEngine();
  storage = new MemoryStorage();
  queue = newQueue(engine, { storage });
});

/** Starts the jobs, of which the first stalls. */
async function stall(...more: (typeof first)[]): Promise<FakeJob> {
  for (const each of [first, ...more]) void queue.add(each);
  await settled();
  const job = engine.job(0);
  job.isStalled = true;
  job.listener.onProgress?.(progress({ life: 'stalled' }));
  job.listener.onStalled?.(true);
  await settled();
  return job;
}

describe('B9: a stalled job', () => {
  test('is told once, with what can be done, however often its device comes and goes', async () => {
    createQueueNotices(queue);
    const job = await stall();
    job.listener.onStalled?.(false);
    job.listener.onStalled?.(true);
    await settled();
    expect(editor.shown).toHaveLength(1);
    expect(editor.shown[0]).toMatch(/^warning STALLED: "first"\. A device does not answer\. /);
    expect(editor.executed).toEqual([]);
  });

  test('is abandoned from the message', async () => {
    createQueueNotices(queue);
    editor.answers = ['Abandon Job'];
    await stall();
    expect(editor.executed).toEqual([['evidenceCopy.abandonJob', first.jobId]]);
  });

  test('is in the log, and so is that it goes on', async () => {
    const lines: string[] = [];
    queue.subscribe(jobLogListener((level, message) => lines.push(`${level} ${message}`)));
    const job = await stall();
    job.listener.onStalled?.(false);
    expect(lines.slice(-2)).toEqual([
      'warning Copy "first" (00000001) is stalled: a system call has not returned, a device does not answer.',
      'info Copy "first" (00000001) goes on: the device answers again.',
    ]);
  });

  test('needs the person, in the badge, above the queue and for the commands', () => {
    const state = queueState({ running: running({ progress: progress({ life: 'stalled' }) }) });
    expect(attentionCount(state)).toBe(1);
    expect(queueTreeMessage(state, english)).toContain('A device does not answer.');
    expect(queueContextModel(state, false)).toBe('stalled');
  });

  test('is abandoned by the command, from its row or for the job that runs', async () => {
    const job = await stall();
    await abandonJob(queue)('another job');
    expect(editor.shown).toEqual(['information There is nothing to abandon: every device answers.']);
    await abandonJob(queue)();
    await settled();
    expect(job.calls).toEqual(['abandon']);
    expect(queue.state.ended.map(({ summary }) => summary.failures[0]?.code)).toEqual(['stalled']);
  });

  test('whose device answers again is not abandoned', async () => {
    const job = await stall();
    job.isStalled = false;
    await abandonJob(queue)(first.jobId);
    expect(queue.state.running?.attempt).toBe(first);
    expect(editor.shown).toEqual(['information There is nothing to abandon: every device answers.']);
  });
});

describe('B9: after a job was abandoned', () => {
  test('the next job begins, but for one that needs its names: that one waits for the end of the thread', async () => {
    const job = await stall(sameFolder, elsewhere);
    queue.abandon(first.jobId);
    await settled();
    expect(queue.state.running?.attempt).toBe(elsewhere);
    await engine.job(1).end();
    expect([queue.state.running, queue.state.waiting.map(({ attempt: waiting }) => waiting)]).toEqual([
      null,
      [sameFolder],
    ]);
    await job.leave();
    expect(queue.state.running?.attempt).toBe(sameFolder);
  });

  test('no other window gets the queue while the thread lives', async () => {
    const job = await stall();
    queue.abandon(first.jobId);
    await settled();
    expect(storage.owner).toBe('this window');
    await job.leave();
    expect(storage.owner).toBeUndefined();
  });

  test('the end of the thread changes nothing in a window that has ended', async () => {
    const job = await stall(sameFolder);
    queue.abandon(first.jobId);
    await settled();
    await queue.stop();
    const { writes } = storage;
    await job.leave();
    expect([engine.jobs.length, storage.writes]).toEqual([1, writes]);
  });
});

test.each([
  [undefined, 120],
  [5, 5],
  [0.5, 120],
  ['10', 120],
  [Number.POSITIVE_INFINITY, 120],
])('evidenceCopy.stallSeconds: %s is %s', (stallSeconds, expected) => {
  expect(parsePatience({ stallSeconds, abandonAfterMinutes: undefined })).toEqual({
    stallSeconds: expected,
    abandonAfterMinutes: 0,
  });
});
