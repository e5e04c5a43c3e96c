import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { AttemptSchema } from '../../engine/model/job/job';
import { JobSummarySchema } from '../../engine/model/result/summary';
import { parseJson } from '../files/parseJson';
import { EMPTY_QUEUE, type EndedJob, type Queue, type WaitingJob } from './queueState';

/** Version of the layout; another one is not read. */
const VERSION = 1;

const HeldBySchema = z.strictObject({ jobId: z.string(), label: z.string() });

const SavedEndedSchema = z.strictObject({ attempt: AttemptSchema, summary: JobSummarySchema, seen: z.boolean() });
type SavedEnded = z.infer<typeof SavedEndedSchema>;

/** What of the queue outlives its window. Progress does not, and no job begins by itself in a new window. */
const SavedQueueSchema = z.strictObject({
  running: z.nullable(
    z.strictObject({ attempt: AttemptSchema, startedAt: z.iso.datetime(), stagingDir: z.nullable(z.string()) }),
  ),
  waiting: z.array(
    z.strictObject({
      attempt: AttemptSchema,
      heldBy: z.optional(HeldBySchema),
      previous: z.optional(SavedEndedSchema),
    }),
  ),
  ended: z.array(SavedEndedSchema),
});
type SavedQueue = z.infer<typeof SavedQueueSchema>;

const FileSchema = z.strictObject({
  version: z.literal(VERSION),
  /** Of the JSON text of `queue`: damage that still reads as JSON is found by it. */
  sha256: z.string(),
  queue: z.unknown(),
});

/** The queue as text for its file. */
export function encodeQueue({ running, waiting, ended }: Queue): string {
  const saved: SavedQueue = {
    running:
      running === null
        ? null
        : { attempt: running.attempt, startedAt: running.startedAt, stagingDir: running.stagingDir },
    waiting: waiting.map((job) => ({
      attempt: job.attempt,
      ...(job.state === 'held' && { heldBy: { ...job.heldBy } }),
      ...(job.previous && { previous: savedEnded(job.previous) }),
    })),
    ended: ended.map(savedEnded),
  };
  const queue = JSON.stringify(saved);
  return `{"version":${VERSION},"sha256":"${digestOf(queue)}","queue":${queue}}\n`;
}

/** The queue from the text of its file; undefined where the text is not exactly what was written. Never throws. */
export function decodeQueue(text: string): Queue | undefined {
  const file = FileSchema.safeParse(parseJson(text));
  if (!file.success || file.data.sha256 !== digestOf(JSON.stringify(file.data.queue))) return undefined;
  const saved = SavedQueueSchema.safeParse(file.data.queue);
  return saved.success ? restored(saved.data) : undefined;
}

function restored({ running, waiting, ended }: SavedQueue): Queue {
  return {
    ...EMPTY_QUEUE,
    running:
      running === null ? null : { ...running, state: 'running', phase: 'planning', progress: null, cancelling: null },
    waiting: waiting.map(({ attempt, heldBy, previous }): WaitingJob => {
      const job = { attempt, start: 'withQueue' as const, ...(previous && { previous: restoredEnded(previous) }) };
      return heldBy === undefined ? { state: 'queued', ...job } : { state: 'held', ...job, heldBy };
    }),
    ended: ended.map(restoredEnded),
  };
}

function savedEnded({ attempt, summary, seen }: EndedJob): SavedEnded {
  return { attempt, summary, seen };
}

function restoredEnded(job: SavedEnded): EndedJob {
  return { ...job, state: job.summary.status };
}

function digestOf(text: string | undefined): string {
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}
