import { expect, test } from 'vitest';
import { AuditBusyError, type AuditState } from '../../src/client/audit/auditRunner';
import { fakeAudits } from '../extension/support/audits';
import { progress } from '../extension/support/jobs';

const REQUEST = { folder: '/evidence' };

test('an audit is told from its start to its end, and the next one can begin', async () => {
  const { audits, started } = fakeAudits();
  const told: string[] = [];
  const note = (state: AuditState | null): void => {
    told.push(state === null ? 'none' : `${state.isPaused ? 'paused' : 'runs'} ${state.progress?.itemsDone ?? '-'}`);
  };
  audits.subscribe({
    onDidStart: ({ folder }) => told.push(`start ${folder}`),
    onDidChange: note,
    onDidEnd: (_request, { status }) => told.push(`end ${status}`),
  });
  const result = audits.run(REQUEST);
  started[0]?.listener.onProgress?.(progress({ itemsDone: 5 }));
  audits.pause();
  audits.resume();
  expect(audits.state).toMatchObject({ request: REQUEST, isPaused: false });
  await started[0]?.end();
  expect((await result).status).toBe('passed');
  expect(audits.state).toBeNull();
  expect(told).toEqual(['start /evidence', 'runs -', 'runs 5', 'paused 5', 'runs 5', 'none', 'end passed']);
  expect(started[0]?.calls).toEqual(['pause', 'resume']);
  void audits.run(REQUEST);
  expect(started).toHaveLength(2);
});

test('one at a time; after one that failed as well', async () => {
  const { audits, started } = fakeAudits();
  const first = audits.run(REQUEST);
  await expect(audits.run(REQUEST)).rejects.toThrow(AuditBusyError);
  expect(started).toHaveLength(1);
  const failed = expect(first).rejects.toThrow('gone');
  await started[0]?.fail(new Error('gone'));
  await failed;
  expect(audits.state).toBeNull();
});

test('one that stalls after it was cancelled is given up; one that is not cancelled is not', () => {
  const { audits, started } = fakeAudits();
  void audits.run(REQUEST);
  started[0]?.listener.onProgress?.(progress({ life: 'stalled' }));
  expect(started[0]?.calls).toEqual([]);
  audits.cancel();
  expect(audits.state?.isCancelling).toBe(true);
  expect(started[0]?.calls).toEqual(['cancel', 'abandon']);
  started[0]?.listener.onProgress?.(progress({ life: 'stalled' }));
  expect(started[0]?.calls).toEqual(['cancel', 'abandon', 'abandon']);
});

test('a listener that throws is reported and disturbs nothing; without an audit there is nothing to pause', async () => {
  const errors: unknown[] = [];
  const { audits, started } = fakeAudits((error) => errors.push(error));
  audits.pause();
  audits.cancel();
  audits.subscribe({
    onDidStart: () => {
      throw new Error('broken');
    },
  });
  const result = audits.run(REQUEST);
  expect(started[0]?.calls).toEqual([]);
  await started[0]?.end();
  expect((await result).status).toBe('passed');
  expect(errors).toEqual([new Error('broken')]);
});
