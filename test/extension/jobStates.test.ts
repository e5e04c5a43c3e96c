import { expect, test } from 'vitest';
import type { QueueState } from '../../src/client/queue/queueListener';
import type { Phase } from '../../src/engine/model/job/phase';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { queueTreeModel } from '../../src/views/queue/queueTreeModel';
import { interruptedNotice, type NoticeModel, resultNotice, stalledNotice } from '../../src/views/states/noticeModel';
import { statusBarModel } from '../../src/views/statusBar/statusBarModel';
import { english } from './support/english';
import { attempt, progress, queueState, running, type StateParts, summary } from './support/jobs';
import { OTHER_WINDOW } from './support/memoryStorage';

const MiB = 1024 * 1024;
const { jobId } = attempt();
const batched = { state: 'queued', attempt: attempt(), start: 'withQueue' } as const;
const nothing = {
  grade: null,
  gradeCounts: {},
  files: 0,
  bytes: 0,
  items: { planned: 0, copied: 0, recorded: 0, skipped: 0, failed: 0 },
};
const kept = { stagingDir: '/evidence/INCOMPLETE-00000001' };

/** A job in a phase after copying. */
function at(phase: Phase, fraction: number) {
  return running({ phase, progress: progress({ phase, fraction, bytesDone: 200 * MiB, etaMs: 12_000 }) });
}

/** A job that is complete, with the grade that was asked for. */
function reached(grade: JobSummary['grade'], change: Partial<JobSummary> = {}): StateParts {
  const gradeCounts = grade === null ? {} : { [grade]: 110 };
  const recordsDir = '/evidence/evidence-records/1';
  return { unseen: [summary({ grade, gradeRequested: grade ?? 'device', gradeCounts, recordsDir, ...change })] };
}

/**
 * What a person meets of the job "card1" in each state, everywhere: its row in the Batch Queue (icon, colour, name,
 * description), what the pointer and a screen reader find there, the state by which the manifest offers actions; emphasis and text
 * of the status bar, and its tooltip; severity, message and buttons of the notification. ` | ` parts lines; what is not shown in a
 * state is not in its table.
 */
const STATES: readonly [state: string, given: StateParts, said: string][] = [
  [
    'queued, next',
    { waiting: [attempt()] },
    `
    row:     circle-outline plain: card1 · next
    tooltip: card1 | next | from /media/card1 | to /evidence
    spoken:  card1: next
    action:  job:queued
    `,
  ],
  [
    'queued, not started',
    { waiting: [batched] },
    `
    row:     circle-outline plain: card1 · waits for the start
    tooltip: card1 | waits for the start | from /media/card1 | to /evidence
    spoken:  card1: waits for the start
    action:  job:queued
    `,
  ],
  [
    'queued, behind another',
    { running: running({ attempt: attempt('card0', 9) }), waiting: [attempt()] },
    `
    row:     circle-outline plain: card1 · next
    tooltip: card1 | next | from /media/card1 | to /evidence
    spoken:  card1: next
    action:  job:queued
    status:  none: $(sync~spin) 312 MB/s · 45% · 1 min 30 s left · 2 jobs left
    hover:   "card0" to /evidence | Copying · 91.0 MiB of 200 MiB, 1 min 30 s left | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Waiting: "card1" | Click to show the Batch Queue.
    `,
  ],
  [
    'held',
    { waiting: [{ ...batched, state: 'held', heldBy: { jobId: 'x', label: 'full' } }] },
    `
    row:     warning warning: card1 · HELD: "full" failed on the same volume
    tooltip: card1 | HELD: "full" failed on the same volume | from /media/card1 | to /evidence
    spoken:  card1: HELD: "full" failed on the same volume
    action:  job:held
    `,
  ],
  [
    'behind an abandoned job',
    { waiting: [attempt()], abandoned: [attempt('card9', 9)] },
    `
    row:     warning warning: card1 · waits until the device of "card9" answers or is disconnected
    tooltip: card1 | waits until the device of "card9" answers or is disconnected | from /media/card1 | to /evidence
    spoken:  card1: waits until the device of "card9" answers or is disconnected
    action:  job:queued
    `,
  ],
  [
    'just begun',
    { running: running({ phase: 'planning', progress: null }) },
    `
    row:     sync~spin plain: card1 · Planning
    tooltip: card1 | Planning | from /media/card1 | to /evidence
    spoken:  card1: Planning
    action:  job:running
    status:  none: $(sync~spin) Planning
    hover:   "card1" to /evidence | Planning | Click to show the Batch Queue.
    `,
  ],
  [
    'planning',
    {
      running: running({
        phase: 'planning',
        progress: progress({
          phase: 'planning',
          fraction: null,
          etaMs: null,
          currentRate: 0,
          averageRate: 0,
          peakRate: 0,
        }),
      }),
    },
    `
    row:     sync~spin plain: card1 · Planning
    tooltip: card1 | Planning | from /media/card1 | to /evidence
    spoken:  card1: Planning
    action:  job:running
    status:  none: $(sync~spin) Planning
    hover:   "card1" to /evidence | Planning | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'copying',
    { running: running() },
    `
    row:     sync~spin plain: card1 · 45% · 312 MB/s · 1 min 30 s left
    tooltip: card1 | Copying | from /media/card1 | to /evidence
    spoken:  card1: Copying · 45% · 1 min 30 s left
    action:  job:running
    status:  none: $(sync~spin) 312 MB/s · 45% · 1 min 30 s left
    hover:   "card1" to /evidence | Copying · 91.0 MiB of 200 MiB, 1 min 30 s left | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'copying, items failed',
    { running: running({ progress: progress({ itemsFailed: 2 }) }) },
    `
    row:     sync~spin bad: card1 · 45% · 312 MB/s · 1 min 30 s left · 2 FAILED
    tooltip: card1 | Copying · 2 FAILED | from /media/card1 | to /evidence
    spoken:  card1: Copying · 45% · 1 min 30 s left · 2 FAILED
    action:  job:running
    status:  warning: $(sync~spin) 312 MB/s · 45% · 1 min 30 s left · 2 FAILED
    hover:   "card1" to /evidence | Copying · 91.0 MiB of 200 MiB, 1 min 30 s left | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'writing to disk',
    { running: running({ progress: progress({ life: 'writingToDisk' }) }) },
    `
    row:     sync~spin plain: card1 · 45% · Writing to disk · 1 min 30 s left
    tooltip: card1 | Writing to disk | from /media/card1 | to /evidence
    spoken:  card1: Writing to disk · 45% · 1 min 30 s left
    action:  job:running
    status:  none: $(sync~spin) Writing to disk · 45% · 1 min 30 s left
    hover:   "card1" to /evidence | Writing to disk · 91.0 MiB of 200 MiB, 1 min 30 s left | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'stalled',
    { running: running({ progress: progress({ life: 'stalled' }) }) },
    `
    row:     warning warning: card1 · 45% · STALLED: a device does not answer
    tooltip: card1 | STALLED: a device does not answer | from /media/card1 | to /evidence
    spoken:  card1: STALLED: a device does not answer · 45%
    action:  job:stalled
    status:  warning: $(warning) STALLED: a device does not answer · 45%
    hover:   "card1" to /evidence | STALLED: a device does not answer · 91.0 MiB of 200 MiB | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    notice:  warning: STALLED: "card1". A device does not answer. Check the drives, cables and network of source and destination; the job goes on by itself when they answer. If you abandon it, it ends as failed, nothing unverified gets a final name, and other jobs can begin. [Abandon Job]
    `,
  ],
  [
    'paused',
    { running: running({ state: 'paused' }) },
    `
    row:     debug-pause plain: card1 · 45% · Paused
    tooltip: card1 | Paused | from /media/card1 | to /evidence
    spoken:  card1: Paused · 45%
    action:  job:paused
    status:  none: $(debug-pause) Paused · 45%
    hover:   "card1" to /evidence | Paused · 91.0 MiB of 200 MiB | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'cancelling',
    { running: running({ cancelling: 'keep' }) },
    `
    row:     sync~spin plain: card1 · 45% · Cancelling
    tooltip: card1 | Cancelling | from /media/card1 | to /evidence
    spoken:  card1: Cancelling · 45%
    action:  job:cancelling
    status:  none: $(sync~spin) Cancelling · 45%
    hover:   "card1" to /evidence | Cancelling · 91.0 MiB of 200 MiB | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'checking',
    { running: at('validating', 0.981) },
    `
    row:     sync~spin plain: card1 · 98% · Checking that nothing is missing · 15 s left
    tooltip: card1 | Checking that nothing is missing | from /media/card1 | to /evidence
    spoken:  card1: Checking that nothing is missing · 98% · 15 s left
    action:  job:running
    status:  none: $(sync~spin) Checking that nothing is missing · 98% · 15 s left
    hover:   "card1" to /evidence | Checking that nothing is missing · 200 MiB of 200 MiB, 15 s left | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'publishing',
    { running: at('publishing', 0.9999) },
    `
    row:     sync~spin plain: card1 · 99% · Giving final names · 15 s left
    tooltip: card1 | Giving final names | from /media/card1 | to /evidence
    spoken:  card1: Giving final names · 99% · 15 s left
    action:  job:running
    status:  none: $(sync~spin) Giving final names · 99% · 15 s left
    hover:   "card1" to /evidence | Giving final names · 200 MiB of 200 MiB, 15 s left | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'records',
    { running: at('recording', 0.985) },
    `
    row:     sync~spin plain: card1 · 98% · Writing records · 15 s left
    tooltip: card1 | Writing records | from /media/card1 | to /evidence
    spoken:  card1: Writing records · 98% · 15 s left
    action:  job:running
    status:  none: $(sync~spin) Writing records · 98% · 15 s left
    hover:   "card1" to /evidence | Writing records · 200 MiB of 200 MiB, 15 s left | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'zip',
    { running: at('archiving', 0.99) },
    `
    row:     sync~spin plain: card1 · 99% · Making the ZIP · 15 s left
    tooltip: card1 | Making the ZIP | from /media/card1 | to /evidence
    spoken:  card1: Making the ZIP · 99% · 15 s left
    action:  job:running
    status:  none: $(sync~spin) Making the ZIP · 99% · 15 s left
    hover:   "card1" to /evidence | Making the ZIP · 200 MiB of 200 MiB, 15 s left | On average 300 MB/s, at most 350 MB/s | card1/clip 7.mp4 | Click to show the Batch Queue.
    `,
  ],
  [
    'in another window',
    { elsewhere: { owner: OTHER_WINDOW }, running: running() },
    `
    row:     sync plain: card1 · Running in another window
    tooltip: card1 | Running in another window | from /media/card1 | to /evidence
    spoken:  card1: Running in another window
    action:  job:elsewhere
    status:  none: $(sync) Running in another window
    hover:   "card1" to /evidence | Running in another window | Click to show the Batch Queue.
    `,
  ],
  [
    'complete, never read back',
    reached('stream'),
    `
    row:     copy plain: card1 · 120 items copied, not read back · grade stream
    tooltip: card1 | 120 items copied, not read back | Grade stream: copied, hash recorded, destination not read back. | from /media/card1 | to /evidence
    spoken:  card1: 120 items copied, not read back · grade stream, not looked at yet
    action:  job:complete:folder
    status:  none: $(copy) 120 items copied, not read back
    hover:   "card1": 120 items copied, not read back · grade stream, after 12 s | Click to show the Batch Queue.
    notice:  information: "card1": 120 items copied, not read back, 200 MiB in 12 s. Grade stream: copied, hash recorded, destination not read back. [Open Report] [Show in Folder] [Show Log]
    `,
  ],
  [
    'complete, read back',
    reached('readBack'),
    `
    row:     pass good: card1 · 120 items copied · grade readBack
    tooltip: card1 | 120 items copied | Grade readBack: verified by read-back (may have been served from memory). | from /media/card1 | to /evidence
    spoken:  card1: 120 items copied · grade readBack, not looked at yet
    action:  job:complete:folder
    status:  none: $(pass) 120 items copied
    hover:   "card1": 120 items copied · grade readBack, after 12 s | Click to show the Batch Queue.
    notice:  information: "card1": 120 items copied, 200 MiB in 12 s. Grade readBack: verified by read-back (may have been served from memory). [Open Report] [Show in Folder] [Show Log]
    `,
  ],
  [
    'complete, from the device',
    reached('device'),
    `
    row:     pass good: card1 · 120 items copied · grade device
    tooltip: card1 | 120 items copied | Grade device: verified as the block device answered (its own cache not excluded). | from /media/card1 | to /evidence
    spoken:  card1: 120 items copied · grade device, not looked at yet
    action:  job:complete:folder
    status:  none: $(pass) 120 items copied
    hover:   "card1": 120 items copied · grade device, after 12 s | Click to show the Batch Queue.
    notice:  information: "card1": 120 items copied, 200 MiB in 12 s. Grade device: verified as the block device answered (its own cache not excluded). [Open Report] [Show in Folder] [Show Log]
    `,
  ],
  [
    'complete, and the source twice',
    reached('deviceAndSource'),
    `
    row:     pass good: card1 · 120 items copied · grade deviceAndSource
    tooltip: card1 | 120 items copied | Grade deviceAndSource: verified as the block device answered (its own cache not excluded), and the source read twice. | from /media/card1 | to /evidence
    spoken:  card1: 120 items copied · grade deviceAndSource, not looked at yet
    action:  job:complete:folder
    status:  none: $(pass) 120 items copied
    hover:   "card1": 120 items copied · grade deviceAndSource, after 12 s | Click to show the Batch Queue.
    notice:  information: "card1": 120 items copied, 200 MiB in 12 s. Grade deviceAndSource: verified as the block device answered (its own cache not excluded), and the source read twice. [Open Report] [Show in Folder] [Show Log]
    `,
  ],
  [
    'complete, lower grade than asked',
    reached('readBack', {
      gradeRequested: 'device',
      gradeReason: 'no block device',
      gradeCounts: { readBack: 2, device: 108 },
    }),
    `
    row:     pass good: card1 · 120 items copied · grade readBack, not device
    tooltip: card1 | 120 items copied | Grade readBack (readBack 2, device 108), not device as asked for: verified by read-back (may have been served from memory). | from /media/card1 | to /evidence
    spoken:  card1: 120 items copied · grade readBack, not device, not looked at yet
    action:  job:complete:folder
    status:  none: $(pass) 120 items copied
    hover:   "card1": 120 items copied · grade readBack, not device, after 12 s | Click to show the Batch Queue.
    notice:  information: "card1": 120 items copied, 200 MiB in 12 s. Grade readBack (readBack 2, device 108), not device as asked for: verified by read-back (may have been served from memory). [Open Report] [Show in Folder] [Show Log]
    `,
  ],
  [
    'complete, nothing with content',
    reached(null),
    `
    row:     copy plain: card1 · 120 items copied
    tooltip: card1 | 120 items copied | No file with content was copied, so there is no grade. | from /media/card1 | to /evidence
    spoken:  card1: 120 items copied, not looked at yet
    action:  job:complete:folder
    status:  none: $(copy) 120 items copied
    hover:   "card1": 120 items copied, after 12 s | Click to show the Batch Queue.
    notice:  information: "card1": 120 items copied, 200 MiB in 12 s. No file with content was copied, so there is no grade. [Open Report] [Show in Folder] [Show Log]
    `,
  ],
  [
    'complete, some skipped and recorded',
    reached('device', { items: { planned: 9, copied: 4, recorded: 2, skipped: 3, failed: 0 } }),
    `
    row:     pass good: card1 · 4 items copied, 3 already there, 2 recorded only · grade device
    tooltip: card1 | 4 items copied, 3 already there, 2 recorded only | Grade device: verified as the block device answered (its own cache not excluded). | from /media/card1 | to /evidence
    spoken:  card1: 4 items copied, 3 already there, 2 recorded only · grade device, not looked at yet
    action:  job:complete:folder
    status:  none: $(pass) 4 items copied, 3 already there, 2 recorded only
    hover:   "card1": 4 items copied, 3 already there, 2 recorded only · grade device, after 12 s | Click to show the Batch Queue.
    notice:  information: "card1": 4 items copied, 3 already there, 2 recorded only, 200 MiB in 12 s. Grade device: verified as the block device answered (its own cache not excluded). [Open Report] [Show in Folder] [Show Log]
    `,
  ],
  [
    'incomplete',
    reached('device', {
      status: 'incomplete',
      items: { planned: 120, copied: 117, recorded: 0, skipped: 0, failed: 3 },
      failures: [{ code: 'readError', path: '/media/card1/clip 7.mp4', offset: 4096 }],
      failureCount: 3,
    }),
    `
    row:     error bad: card1 · FAILED ITEMS: 3 of 120 · grade device
    tooltip: card1 | FAILED ITEMS: 3 of 120 | /media/card1/clip 7.mp4: The source could not be read here. The medium may be damaged: copy again, or image it first. (at byte 4096) 2 more failures are in the log. What was copied of a folder with failed items lies in one with "(INCOMPLETE)" in its name. Retry the job to copy what is missing. | from /media/card1 | to /evidence
    spoken:  card1: FAILED ITEMS: 3 of 120 · grade device, not looked at yet
    action:  job:incomplete:folder
    status:  error: $(error) FAILED ITEMS: 3 of 120
    hover:   "card1": FAILED ITEMS: 3 of 120 · grade device, after 12 s | Click to show the Batch Queue.
    notice:  error: FAILED ITEMS: 3 of 120 in "card1". /media/card1/clip 7.mp4: The source could not be read here. The medium may be damaged: copy again, or image it first. (at byte 4096) 2 more failures are in the log. What was copied of a folder with failed items lies in one with "(INCOMPLETE)" in its name. Retry the job to copy what is missing. [Open Report] [Show in Folder] [Show Failures]
    `,
  ],
  [
    'failed',
    {
      unseen: [
        summary({
          ...nothing,
          status: 'failed',
          failures: [{ code: 'destinationExists', path: '/evidence/card1' }],
          failureCount: 1,
        }),
      ],
    },
    `
    row:     error bad: card1 · JOB FAILED
    tooltip: card1 | JOB FAILED | /evidence/card1: Something with this name is already at the destination and was left untouched. Choose another destination, or set what happens to existing names (conflict). | from /media/card1 | to /evidence
    spoken:  card1: JOB FAILED, not looked at yet
    action:  job:failed
    status:  error: $(error) JOB FAILED
    hover:   "card1": JOB FAILED, after 12 s | Click to show the Batch Queue.
    notice:  error: JOB FAILED: "card1". /evidence/card1: Something with this name is already at the destination and was left untouched. Choose another destination, or set what happens to existing names (conflict). [Show Failures]
    `,
  ],
  [
    'failed, can be resumed',
    {
      unseen: [
        summary({
          ...nothing,
          ...kept,
          status: 'failed',
          failures: [{ code: 'deviceGone', path: '/evidence', args: { side: 'destination' } }],
          failureCount: 1,
        }),
      ],
    },
    `
    row:     error bad: card1 · JOB FAILED
    tooltip: card1 | JOB FAILED | /evidence: The destination does not answer any more. Connect it again and resume the job, or use another one. What was copied so far is in the staging folder "INCOMPLETE-00000001": resume the job to go on from there. | from /media/card1 | to /evidence
    spoken:  card1: JOB FAILED, not looked at yet
    action:  job:failed:folder
    status:  error: $(error) JOB FAILED
    hover:   "card1": JOB FAILED, after 12 s | Click to show the Batch Queue.
    notice:  error: JOB FAILED: "card1". /evidence: The destination does not answer any more. Connect it again and resume the job, or use another one. What was copied so far is in the staging folder "INCOMPLETE-00000001": resume the job to go on from there. [Show in Folder] [Show Failures]
    `,
  ],
  [
    'cancelled, kept',
    { unseen: [summary({ ...nothing, ...kept, status: 'cancelled' })] },
    `
    row:     circle-slash warning: card1 · JOB CANCELLED, can be resumed
    tooltip: card1 | JOB CANCELLED, can be resumed | Not everything was copied. What was copied so far is in the staging folder "INCOMPLETE-00000001": resume the job to go on from there. | from /media/card1 | to /evidence
    spoken:  card1: JOB CANCELLED, can be resumed, not looked at yet
    action:  job:cancelled:folder
    status:  error: $(circle-slash) JOB CANCELLED, can be resumed
    hover:   "card1": JOB CANCELLED, can be resumed, after 12 s | Click to show the Batch Queue.
    notice:  error: JOB CANCELLED, can be resumed: "card1". Not everything was copied. What was copied so far is in the staging folder "INCOMPLETE-00000001": resume the job to go on from there. [Show in Folder] [Show Log]
    `,
  ],
  [
    'cancelled, removed',
    { unseen: [summary({ ...nothing, status: 'cancelled' })] },
    `
    row:     circle-slash warning: card1 · JOB CANCELLED
    tooltip: card1 | JOB CANCELLED | Not everything was copied. What this job had copied so far was removed. | from /media/card1 | to /evidence
    spoken:  card1: JOB CANCELLED, not looked at yet
    action:  job:cancelled
    status:  error: $(circle-slash) JOB CANCELLED
    hover:   "card1": JOB CANCELLED, after 12 s | Click to show the Batch Queue.
    notice:  error: JOB CANCELLED: "card1". Not everything was copied. What this job had copied so far was removed. [Show Log]
    `,
  ],
  [
    'interrupted',
    { unseen: [summary({ ...nothing, ...kept, status: 'interrupted' })] },
    `
    row:     error bad: card1 · JOB INTERRUPTED
    tooltip: card1 | JOB INTERRUPTED | VS Code ended before the job did, so nobody can say how far it came. What was copied so far is in the staging folder "INCOMPLETE-00000001": resume the job to go on from there. What is proved already is read back once more and not copied again. A job that is not wanted any more can be discarded. | from /media/card1 | to /evidence
    spoken:  card1: JOB INTERRUPTED, not looked at yet
    action:  job:interrupted:folder
    status:  error: $(error) JOB INTERRUPTED
    hover:   "card1": JOB INTERRUPTED | Click to show the Batch Queue.
    notice:  error: JOB INTERRUPTED: "card1". VS Code ended before the job did, so nobody can say how far it came. What was copied so far is in the staging folder "INCOMPLETE-00000001": resume the job to go on from there. What is proved already is read back once more and not copied again. A job that is not wanted any more can be discarded. [Resume Job] [Show Batch Queue]
    `,
  ],
];

test.each(STATES)('what is said of a job: %s', (_, given, said) => {
  expect(saidOf(queueState(given))).toEqual(said.trim().split(/\n\s*/));
});

function saidOf(state: QueueState): readonly string[] {
  const row = queueTreeModel(state, english, 'en-GB').find((each) => each.jobId === jobId);
  const bar = statusBarModel(state, english);
  const notice = noticeOf(state);
  return [
    `row:     ${row?.icon} ${row?.tone}: ${row?.label} · ${row?.description}`,
    `tooltip: ${row?.tooltip.replaceAll('\n', ' | ')}`,
    `spoken:  ${row?.spoken}`,
    `action:  ${row?.contextValue}`,
    ...(bar === null ? [] : [`status:  ${bar.emphasis}: ${bar.text}`, `hover:   ${bar.tooltip.join(' | ')}`]),
    ...(notice === null ? [] : [`notice:  ${notice.severity}: ${notice.message} ${buttonsOf(notice)}`]),
  ];
}

function buttonsOf({ buttons }: NoticeModel): string {
  return buttons.map(({ title }) => `[${title}]`).join(' ');
}

function noticeOf({ running: now, ended }: QueueState): NoticeModel | null {
  if (now?.progress?.life === 'stalled') return stalledNotice(now.attempt, english);
  const last = ended.at(-1)?.summary;
  if (last === undefined) return null;
  return last.status === 'interrupted' ? interruptedNotice([last], english) : resultNotice(last, english);
}
