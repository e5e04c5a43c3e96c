import { describe, expect, test } from 'vitest';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { attentionCount, attentionText, queueTreeMessage, queueTreeModel } from '../../src/views/queue/queueTreeModel';
import { changedRows, RowIndex, type TreeRow } from '../../src/views/queue/treeRowModel';
import { english } from './support/english';
import { attempt, progress, queued, queueState, running, type StateParts, summary } from './support/jobs';
import { OTHER_WINDOW } from './support/memoryStorage';

const held = {
  state: 'held',
  attempt: attempt('held', 3),
  start: 'withQueue',
  heldBy: { jobId: 'x', label: 'full' },
} as const;
const batched = { ...queued(attempt('card2', 2)), start: 'withQueue' } as const;

const rowsOf = (parts: StateParts) => queueTreeModel(queueState(parts), english, 'en-GB');

/** What a row says in each state is in `jobStates.test.ts`. */
describe('rows of jobs', () => {
  test('a tick stands only for what was read back', () => {
    for (const parts of [
      { running: running() },
      { unseen: [summary({ status: 'failed' })] },
      { unseen: [summary({ grade: null })] },
    ])
      for (const { icon, tone } of rowsOf(parts)) expect([icon, tone]).not.toContain('good');
  });

  test('running, waiting, ended, newest result first', () => {
    const parts = {
      running: running(),
      waiting: [batched],
      seen: [summary({ label: 'old' })],
      unseen: [summary({ label: 'new' })],
    };
    expect(rowsOf(parts).map(({ label }) => label)).toEqual(['card1', 'card2', 'new', 'old']);
  });

  test('nothing can be changed while another window has the queue', () => {
    const parts = {
      elsewhere: { owner: OTHER_WINDOW },
      running: running(),
      waiting: [batched, held],
      seen: [summary()],
    };
    expect(rowsOf(parts).map(({ contextValue }) => contextValue)).toEqual([
      'job:elsewhere',
      'job:elsewhere',
      'job:elsewhere',
      'job:elsewhere:folder',
    ]);
    expect(rowsOf(parts)[0]?.description).toBe('Running in another window');
  });

  test('a long name is shortened in the middle, so that what is said beside it stays in sight; its tooltip has more of it', () => {
    const label = `recording of ${'x'.repeat(60)} camera 7.mp4`;
    const [row] = rowsOf({ running: running({ attempt: attempt(label) }) });
    expect(row?.label).toMatch(/^recording of x+…ra 7\.mp4$/);
    expect(row?.label.length).toBeLessThanOrEqual(24);
    expect(row?.tooltip.split('\n')[0]?.length).toBeGreaterThan(50);
  });

  test('names stay on their line, and are said to screen readers with their state', () => {
    const [row] = rowsOf({ running: running({ attempt: attempt('a\nb\u202e') }) });
    expect(row?.label).toBe('a\\x0Ab\\u{202E}');
    expect(row?.spoken).toBe('a\\x0Ab\\u{202E}: Copying · 45% · 1 min 30 s left');
  });
});

describe('what a job opens into', () => {
  const details = (parts: StateParts) =>
    (rowsOf(parts)[0]?.children ?? []).map(({ label, description }) => `${label}: ${description}`);

  test('running: how far it is, and what goes where', () => {
    expect(details({ running: running() })).toEqual([
      'Phase: Copying',
      'Amount: 91.0 MiB of 200 MiB, 1 min 30 s left',
      'Items: 54 of 120, 0 failed',
      'Sources: 1 item',
      'Destination: /evidence',
    ]);
  });

  test('waiting: the case, too', () => {
    const request = { caseData: { caseNumber: '26-1234' } };
    expect(details({ waiting: [attempt('card2', 2, request)] })).toEqual([
      'Case: 26-1234',
      'Sources: 1 item',
      'Destination: /evidence',
    ]);
  });

  test('ended: when, as the person writes dates; of an interrupted job only its start is known', () => {
    expect(details({ unseen: [summary()] })).toContainEqual(expect.stringMatching(/^Ended: \d+ Nov 2026, \d\d:\d\d$/));
    expect(details({ unseen: [summary({ status: 'interrupted' })] })).toContainEqual(
      expect.stringMatching(/^Started: \d+ Nov 2026, \d\d:\d\d$/),
    );
  });

  test('failed items come first, each with its sentence, and not more than a tree can hold', () => {
    const failures = Array.from(
      { length: 100 },
      (_, index) => ({ code: 'readError', path: `/media/card1/${index}\n`, offset: 7 }) as const,
    );
    const [row] = rowsOf({ unseen: [summary({ status: 'incomplete', failures, failureCount: 250 })] });
    const [group] = row?.children ?? [];
    expect([group?.label, group?.description, group?.tone]).toEqual(['Failures', '250', 'bad']);
    expect(group?.children[0]?.label).toBe('0\\x0A');
    expect(group?.children[0]?.description).toMatch(/^The source could not be read here\..*at byte 7/);
    expect(group?.children.at(-1)?.label).toBe('… and 150 more');
  });

  test('that a person cancelled a job is no failure in it; a failure that came before is', () => {
    const groups = (failures: JobSummary['failures'], failureCount: number) => {
      const [row] = rowsOf({ unseen: [summary({ status: 'cancelled', failures, failureCount })] });
      return row?.children.map(({ label }) => label) ?? [];
    };
    expect(groups([{ code: 'cancelled' }], 1)).not.toContain('Failures');
    expect(groups([{ code: 'readError' }, { code: 'cancelled' }], 2)).toContain('Failures');
  });

  test('interrupted: that nobody can say how far it came, and where what is left of it lies', () => {
    const lines = details({
      unseen: [
        summary({
          status: 'interrupted',
          grade: null,
          files: 0,
          items: { planned: 0, copied: 0, recorded: 0, skipped: 0, failed: 0 },
          stagingDir: '/e/INCOMPLETE-1',
        }),
      ],
    });
    expect(lines[0]).toMatch(/^Result: VS Code ended before the job did/);
    expect(lines).toContain('Staging folder: /e/INCOMPLETE-1');
  });

  test('every row has an id of its own', () => {
    const rows = rowsOf({
      running: running(),
      waiting: [held],
      unseen: [
        summary({ jobId: attempt('', 9).jobId, status: 'failed', failures: [{ code: 'noSpace' }], failureCount: 1 }),
      ],
    });
    const all: string[] = [];
    const collect = (row: TreeRow): void => {
      all.push(row.id);
      row.children.forEach(collect);
    };
    rows.forEach(collect);
    expect(new Set(all).size).toBe(all.length);
  });
});

test.each<[string, StateParts, string]>([
  ['nothing', { running: running() }, ''],
  ['paused', { running: running({ state: 'paused' }) }, 'Paused. Nothing is copied until you resume the job.'],
  ['not started', { waiting: [batched] }, 'The queue is not started. Choose "Start Queue" when all jobs are in it.'],
  ['started', { waiting: [batched], isStarted: true }, ''],
  [
    'held',
    { waiting: [held] },
    '1 HELD: an earlier job failed on the same volume. Check the volume, then release what is held.',
  ],
  [
    'elsewhere',
    { elsewhere: { owner: OTHER_WINDOW } },
    'Another window runs the queue (process 4711 on lab). Until its jobs have ended, the queue can only be looked at here.',
  ],
  [
    'elsewhere, nobody knows where',
    { elsewhere: { owner: null } },
    'Another window runs the queue. Until its jobs have ended, the queue can only be looked at here.',
  ],
])('the message: %s', (_name, parts, expected) => {
  expect(queueTreeMessage(queueState(parts), english)).toBe(expected);
});

test('jobs that need attention are held, or failed and nobody has looked', () => {
  const failed = summary({ status: 'failed' });
  expect(attentionCount(queueState({ waiting: [held, batched], seen: [failed], unseen: [failed, summary()] }))).toBe(2);
  expect([1, 2].map((count) => attentionText(count, english))).toEqual([
    '1 job needs attention',
    '2 jobs need attention',
  ]);
});

describe('what is drawn anew', () => {
  const change = (before: StateParts, after: StateParts) =>
    changedRows(new RowIndex(rowsOf(before)), new RowIndex(rowsOf(after)));
  const { jobId } = attempt();

  test('progress: the row and the details that changed, and nothing else', () => {
    const later = running({ progress: progress({ fraction: 0.5, itemsDone: 60 }) });
    expect(change({ running: running(), waiting: [batched] }, { running: later, waiting: [batched] })).toEqual([
      jobId,
      `${jobId}/items`,
    ]);
  });

  test('nothing, where nothing is seen', () => {
    expect(change({ running: running() }, { running: running({ progress: progress({ averageRate: 1 }) }) })).toEqual(
      [],
    );
  });

  test('everything, where jobs come, go or change places', () => {
    expect(change({ waiting: [batched, held] }, { waiting: [held, batched] })).toBe('all');
    expect(change({}, { waiting: [batched] })).toBe('all');
  });

  test('rows are found by their id, with their parent', () => {
    const index = new RowIndex(rowsOf({ running: running() }));
    expect(index.parent(`${jobId}/sources`)).toBe(jobId);
    expect(index.parent(`${jobId}/source:0`)).toBe(`${jobId}/sources`);
    expect(index.parent(jobId)).toBeNull();
  });
});
