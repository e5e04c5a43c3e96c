import { describe, expect, test } from 'vitest';
import { EMPTY_QUEUE, nextJob, type Queue } from '../../../src/client/queue/queueState';
import { abandoned, add, gone, start } from '../../../src/client/queue/queueTransitions';
import { lockedBy } from '../../../src/engine/model/job/nameLocks';
import { attempt } from '../../extension/support/jobs';

const to = (destination: string, number: number) => attempt('card', number, { destinations: [destination] });
const hanging = to('/evidence/case 1', 1);

test.each([
  ['the same folder', '/evidence/case 1', true],
  ['written another way', '/evidence/./case 2/../case 1/', true],
  ['a folder below', '/evidence/case 1/camera', true],
  ['a folder above', '/evidence', true],
  ['another folder', '/evidence/case 2', false],
  ['a name that only begins alike', '/evidence/case 10', false],
  ['a name that begins with dots', '/evidence/..case 1', false],
])('a job to %s', (_, destination, isLocked) => {
  expect(lockedBy(to(destination, 2), [hanging])).toBe(isLocked ? hanging : undefined);
});

test('a further attempt of the abandoned job is locked wherever it goes', () => {
  expect(lockedBy({ ...to('/elsewhere', 1), attempt: 2 }, [hanging])).toBe(hanging);
});

describe('the queue', () => {
  const jobs = [to('/evidence/case 1', 2), to('/evidence/case 2', 3)];
  const queue = [abandoned(hanging), ...jobs.map((job) => add(job, 'withQueue')), start].reduce<Queue>(
    (before, change) => change(before),
    EMPTY_QUEUE,
  );

  test('begins the next job that touches none of the names, and the others when the thread has ended', () => {
    expect(nextJob(queue)?.attempt).toBe(jobs[1]);
    expect(nextJob(gone(hanging.jobId)(queue))?.attempt).toBe(jobs[0]);
  });

  test('is left as it is by the end of a thread it knows nothing of', () => {
    expect(gone('unknown')(queue)).toBe(queue);
  });
});
