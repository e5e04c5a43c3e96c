import { describe, expect, test } from 'vitest';
import { type JobRow, jobListModel } from '../../src/views/queue/jobListModel';
import { english } from './support/english';
import { attempt, progress, queueState, running, summary } from './support/jobs';

function only(rows: readonly JobRow[]): JobRow {
  expect(rows).toHaveLength(1);
  return rows[0] as JobRow;
}

describe('the running copy', () => {
  test('shows its progress and can be paused and cancelled', () => {
    expect(only(jobListModel(queueState({ running: running() }), english))).toEqual({
      group: 'running',
      jobId: attempt().jobId,
      icon: 'sync~spin',
      name: 'card1',
      description: 'Copying · 45% · 312 MB/s',
      detail: '91.0 MiB of 200 MiB, 1 min 30 s left · to /evidence',
      actions: ['pause', 'cancel', 'showLog'],
      folder: null,
    });
  });

  test('can be resumed when it is paused', () => {
    const row = only(jobListModel(queueState({ running: running({ state: 'paused' }) }), english));
    expect(row).toMatchObject({ description: 'Paused · 45%', actions: ['resume', 'cancel', 'showLog'] });
  });

  test('can be abandoned when its device does not answer, and has no time left to tell', () => {
    const state = queueState({ running: running({ progress: progress({ life: 'stalled' }) }) });
    expect(only(jobListModel(state, english))).toMatchObject({
      icon: 'warning',
      description: 'STALLED: a device does not answer · 45%',
      detail: '91.0 MiB of 200 MiB · to /evidence',
      actions: ['abandon', 'showLog'],
    });
  });

  test('can only be watched once it is being cancelled', () => {
    const row = only(jobListModel(queueState({ running: running({ cancelling: 'remove' }) }), english));
    expect(row).toMatchObject({ description: 'Cancelling · 45%', actions: ['showLog'] });
  });
});

test('waiting copies come in their order and can be removed', () => {
  const state = queueState({ running: running(), waiting: [attempt('card2', 2), attempt('card3', 3)] });
  const waiting = jobListModel(state, english).filter(({ group }) => group === 'waiting');
  expect(waiting.map(({ name, description, actions }) => [name, description, actions[0]])).toEqual([
    ['card2', 'next', 'remove'],
    ['card3', 'number 2 in the queue', 'remove'],
  ]);
});

describe('ended copies', () => {
  const old = summary({ label: 'old' });
  const recent = summary({ label: 'new', status: 'failed' });

  test('the last ones can be looked at again, newest on top', () => {
    const rows = jobListModel(queueState({ seen: [old], unseen: [recent] }), english);
    expect(rows.map(({ icon, name, description }) => [icon, name, description])).toEqual([
      ['error', 'new', 'JOB FAILED'],
      ['pass', 'old', '120 items copied · grade readBack'],
    ]);
  });

  test('can be shown in full and in their folder', () => {
    const row = only(jobListModel(queueState({ seen: [old] }), english));
    const actions = ['showResult', 'showInFolder', 'remove', 'showLog'];
    expect(row).toMatchObject({ group: 'ended', actions, folder: '/evidence/card1' });
  });

  test('there is nothing before the first copy', () => {
    expect(jobListModel(queueState(), english)).toEqual([]);
  });
});

test('names are shortened and stay on their line', () => {
  const label = `a\n${'x'.repeat(200)}.mp4`;
  const row = only(jobListModel(queueState({ running: running({ attempt: attempt(label) }) }), english));
  expect(row.name).toMatch(/^a\\x0Ax+…x+\.mp4$/);
});
