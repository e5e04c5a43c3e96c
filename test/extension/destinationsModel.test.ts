import { expect, test } from 'vitest';
import { type DestinationSummary, type JobSummary, recordsOfEnd } from '../../src/engine/model/result/summary';
import { endDetails } from '../../src/views/queue/destinationsModel';
import { queueTreeModel } from '../../src/views/queue/queueTreeModel';
import { resultNotice } from '../../src/views/states/noticeModel';
import { destinationsText } from '../../src/views/text/jobNameModel';
import { english } from './support/english';
import { queueState, summary } from './support/jobs';

const complete: DestinationSummary = {
  path: '/evidence',
  status: 'complete',
  grade: 'device',
  gradeReason: null,
  items: { planned: 3, copied: 3, recorded: 0, skipped: 0, failed: 0 },
  failureCount: 0,
  recordsDir: '/evidence/evidence-records/x',
  stagingDir: null,
};
const failed: DestinationSummary = {
  path: '/media/backup',
  status: 'failed',
  grade: null,
  gradeReason: null,
  items: { planned: 0, copied: 0, recorded: 0, skipped: 0, failed: 0 },
  failureCount: 1,
  failure: { code: 'noSpace' },
  recordsDir: null,
  stagingDir: '/media/backup/INCOMPLETE-1',
};

test('B11: the destinations of a job in one line', () => {
  expect(destinationsText(['/evidence'], english)).toBe('/evidence');
  expect(destinationsText(['/evidence', '/media/backup', '/third'], english)).toBe('/evidence and 2 more');
});

test('B11: each of several destinations tells how the job ended there, and only one that was proved has a tick', () => {
  const rows = endDetails(summary({ status: 'failed', grade: 'device', destinations: [complete, failed] }), english);
  expect(rows.map(({ label, icon, tone }) => [label, icon, tone])).toEqual([
    ['/evidence', 'pass', 'good'],
    ['/media/backup', 'error', 'bad'],
  ]);
  expect(rows[1]?.description).toBe('JOB FAILED');
  expect(rows.map(({ children }) => children.map(({ label }) => label))).toEqual([
    ['Proof', 'Records'],
    ['Staging folder'],
  ]);
  expect(rows.map(({ opens }) => opens?.argument)).toEqual(['/evidence', '/media/backup']);
  expect(new Set(rows.flatMap(({ id, children }) => [id, ...children.map((child) => child.id)])).size).toBe(5);
});

test('B11: the report of a copy that is complete is not shown as that of a job that failed at another destination', () => {
  const { recordsDir } = complete;
  const incomplete: DestinationSummary = { ...failed, status: 'incomplete', recordsDir: '/media/backup/records' };
  const of = (status: JobSummary['status'], destinations: DestinationSummary[]) =>
    summary({ status, recordsDir, destinations });
  expect(recordsOfEnd(summary({ status: 'incomplete', recordsDir }))).toBe(recordsDir);
  expect(recordsOfEnd(of('complete', [complete, complete]))).toBe(recordsDir);
  expect(recordsOfEnd(of('incomplete', [complete, incomplete]))).toBe('/media/backup/records');

  const job = of('failed', [complete, failed]);
  expect(recordsOfEnd(job)).toBeNull();
  const [row] = queueTreeModel(queueState({ unseen: [job] }), english, 'en-GB');
  expect(row?.opens).toBeNull();
  const notice = resultNotice(job, english);
  expect(notice.buttons.map(({ title }) => title)).not.toContain('Open Report');
});
