import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/engine/model/failure/failure';
import { GRADE_WORDING, GRADES } from '../../src/engine/model/proof/grade';
import { JobStatusSchema, type JobSummary } from '../../src/engine/model/result/summary';
import { batchNotice, interruptedNotice, resultNotice } from '../../src/views/states/noticeModel';
import { gradeWording, placeToShow, resultText } from '../../src/views/states/resultModel';
import { endedState } from '../../src/views/states/stateModel';
import { english } from './support/english';
import { summary } from './support/jobs';

const unreadable: Failure = { code: 'readError', path: '/media/card1/clip 7.mp4', offset: 4096, cause: 'EIO' };
const someFailed = { planned: 120, copied: 117, recorded: 0, skipped: 0, failed: 3 };

/** What the notification says. */
function message(change: Parameters<typeof summary>[0]): string {
  return resultText(summary(change), english);
}

describe('the notification', () => {
  test('of a complete copy names amount and grade', () => {
    expect(message({})).toBe(
      '"card1": 120 items copied, 200 MiB in 12 s. Grade readBack: verified by read-back (may have been served from memory).',
    );
  });

  test('says when the grade is lower than the one asked for', () => {
    expect(message({ gradeRequested: 'device', gradeReason: 'no block device' })).toContain(
      'Grade readBack, not device as asked for: verified by read-back (may have been served from memory).',
    );
  });

  test('says how many files have which grade where they differ', () => {
    expect(message({ gradeCounts: { readBack: 2, device: 108 } })).toContain(
      'Grade readBack (readBack 2, device 108): ',
    );
  });

  test('names a copy of several by the first and how many more', () => {
    const sources = ['/media/card1', '/media/card2', '/media/card3'];
    expect(message({ sources })).toMatch(/^"card1 and 2 more": /);
  });

  test('says that nothing had a grade', () => {
    expect(message({ grade: null, gradeCounts: {} })).toContain('No file with content was copied');
  });

  test('of an incomplete copy begins with the failed items and names the first', () => {
    const change = { status: 'incomplete', items: someFailed, failures: [unreadable], failureCount: 3 } as const;
    expect(message({ ...change, failures: [unreadable] })).toBe(
      'FAILED ITEMS: 3 of 120 in "card1". /media/card1/clip 7.mp4: The source could not be read here. The medium may be damaged: copy again, or image it first. (at byte 4096) 2 more failures are in the log. What was copied of a folder with failed items lies in one with "(INCOMPLETE)" in its name. Retry the job to copy what is missing.',
    );
  });

  test('of a failed copy says why and where the rest is', () => {
    const failures: Failure[] = [{ code: 'engineCrashed' }];
    const text = message({ status: 'failed', failures, failureCount: 1, stagingDir: '/evidence/INCOMPLETE-00000001' });
    expect(text).toMatch(/^JOB FAILED: "card1"\. The copy engine ended unexpectedly/);
    expect(text).toMatch(/What was copied so far is in the staging folder "INCOMPLETE-00000001": resume the job/);
  });

  test('of a cancelled copy does not sound like success', () => {
    expect(message({ status: 'cancelled' })).toBe(
      'JOB CANCELLED: "card1". Not everything was copied. What this job had copied so far was removed.',
    );
  });

  test('admits that a failed copy has no cause in its summary', () => {
    expect(message({ status: 'failed' })).toContain('Please keep the log');
  });
});

describe('promises', () => {
  test('only a complete copy is not an error', () => {
    for (const status of JobStatusSchema.options) {
      const { severity } = resultNotice(summary({ status }), english);
      expect(severity, status).toBe(status === 'complete' ? 'information' : 'error');
    }
  });

  test('a tick stands only for complete copies that were read back', () => {
    for (const status of JobStatusSchema.options) {
      for (const grade of [...GRADES, null]) {
        const { icon, tone } = endedState(summary({ status, grade }), english);
        const earned = status === 'complete' && grade !== null && grade !== 'stream';
        expect([icon === 'pass', tone === 'good'], `${status} ${grade}`).toEqual([earned, earned]);
      }
    }
  });

  test('what was not read back is never called verified', () => {
    const streamed = summary({ grade: 'stream', gradeCounts: { stream: 110 } });
    const text = resultText(streamed, english);
    expect(text).not.toMatch(/verified/i);
    expect(text).toContain('destination not read back');
    expect(endedState(streamed, english).text).toBe('120 items copied, not read back');
  });

  test('what is not complete is never called verified', () => {
    for (const status of ['incomplete', 'failed', 'cancelled', 'interrupted'] as const) {
      expect(message({ status }), status).not.toMatch(/verified/i);
    }
  });
});

test('a grade is worded as it is in the record', () => {
  for (const grade of GRADES) expect(gradeWording(grade, english)).toBe(GRADE_WORDING[grade]);
});

describe('what can be done from a notification (U6)', () => {
  const failing: Partial<JobSummary> = { status: 'failed', failures: [unreadable], failureCount: 1 };
  const first = summary({ jobId: 'a', recordsDir: '/evidence/evidence-records/a' });
  const second = summary({ jobId: 'b', recordsDir: '/evidence/evidence-records/b' });

  const buttonsOf = ({ buttons }: ReturnType<typeof batchNotice>) =>
    buttons.map(({ title, arguments: each }) => [title, ...each]);

  test('of a batch: the report of what failed first, its folder, its failures', () => {
    const failed = { ...second, ...failing, stagingDir: '/evidence/INCOMPLETE-b' };
    expect(buttonsOf(batchNotice([first, failed, first], 0, english))).toEqual([
      ['Open Report', 'b'],
      ['Show in Folder', '/evidence/INCOMPLETE-b'],
      ['Show Failures', 'b/failure:0'],
    ]);
  });

  test('of a batch that is complete: the report of its last job', () => {
    expect(buttonsOf(batchNotice([first, second], 0, english))).toEqual([
      ['Open Report', 'b'],
      ['Show in Folder', '/evidence/card1'],
      ['Show Batch Queue', null],
    ]);
  });

  test('of a batch that was cancelled: there is no failure to show', () => {
    const cancelled = summary({ status: 'cancelled' });
    expect(buttonsOf(batchNotice([cancelled, first], 1, english))).toEqual([['Show Batch Queue', null]]);
  });

  test('of interrupted jobs: all of them are resumed', () => {
    const jobs = [summary({ jobId: 'a', status: 'interrupted' }), summary({ jobId: 'b', status: 'interrupted' })];
    expect(buttonsOf(interruptedNotice(jobs, english))).toEqual([
      ['Resume All Jobs', 'a', 'b'],
      ['Show Batch Queue', null],
    ]);
  });
});

describe('names from outside', () => {
  test('stay on one line', () => {
    expect(message({ label: 'a\nverified' })).toContain('"a\\x0Averified"');
    const failures: Failure[] = [{ code: 'notFound', path: '/media/a\nb' }];
    expect(message({ status: 'failed', failures, failureCount: 1 })).toContain('/media/a\\x0Ab: ');
  });

  test('are shortened', () => {
    const label = `${'x'.repeat(200)}.mp4`;
    expect(message({ label }).indexOf('…')).toBeGreaterThan(0);
    expect(message({ label })).toContain('x.mp4"');
  });
});

describe('what "Show in Folder" shows', () => {
  test.each([
    ['complete', '/evidence/card1'],
    ['incomplete', '/evidence/card1'],
    ['failed', '/evidence/INCOMPLETE-1'],
    ['cancelled', '/evidence/INCOMPLETE-1'],
    ['interrupted', '/evidence/INCOMPLETE-1'],
  ] as const)('%s', (status, folder) => {
    expect(placeToShow(summary({ status, stagingDir: '/evidence/INCOMPLETE-1' }))).toBe(folder);
  });

  test('nothing where nothing was left', () => {
    expect(placeToShow(summary({ status: 'failed' }))).toBeNull();
  });
});
