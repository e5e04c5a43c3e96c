import * as z from 'zod/mini';
import { AuditRequestSchema, AuditSummarySchema } from '../audit/audit';
import { FailureSchema } from '../failure/failure';
import { ItemOutcomeSchema } from '../item/outcome';
import { AttemptSchema } from '../job/job';
import { PhaseSchema } from '../job/phase';
import { parserOf } from '../parser';
import { FoundJobsSchema } from '../result/foundJobs';
import { JobSummarySchema } from '../result/summary';
import { LogLevelSchema } from './logLevel';
import { PlantedFaultSchema } from './plantedFault';

/** What an engine thread is started with. */
export const EngineDataSchema = z.object({
  /** What it runs in, with its version, for the record. */
  application: z.nullable(z.string()),
  /** For the self-test: what goes wrong in every job of this thread. */
  plantedFault: z.optional(PlantedFaultSchema),
});
export type EngineData = z.infer<typeof EngineDataSchema>;

const ToldSchema = z.enum(['all', 'failed']);
/** Which final outcomes the client wants to hear: that of every planned item, or only of those that failed. */
export type Told = z.infer<typeof ToldSchema>;

/** From the client to the engine thread. The shared state is a `SharedArrayBuffer` laid out by `sharedState.ts`. */
export const ToEngineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run'),
    attempt: AttemptSchema,
    shared: z.instanceof(SharedArrayBuffer),
    /** IANA name of the host's zone, for the record. To find it out takes longer than to copy a small file. */
    timeZone: z.string(),
    told: ToldSchema,
  }),
  /** Asks what jobs have left in a folder, with their records in another one where that is given: absolute PathTexts. */
  z.object({ type: z.literal('find'), folder: z.string(), recordsDir: z.optional(z.string()) }),
  /** Removes the staging folder of an unfinished job. The destination is an absolute PathText. */
  z.object({ type: z.literal('discard'), destination: z.string(), jobId: z.string() }),
  /** Holds a folder against its manifest. */
  z.object({ type: z.literal('audit'), request: AuditRequestSchema, shared: z.instanceof(SharedArrayBuffer) }),
  /** The thread is needed no more: it ends when its job has. */
  z.object({ type: z.literal('end') }),
]);
export type ToEngine = z.infer<typeof ToEngineSchema>;

/** From the engine thread to the client. Each `run` ends with exactly one `finished`. */
export const FromEngineSchema = z.discriminatedUnion('type', [
  /** Staging exists and holds a durable custody log: from here on the job can be found again. */
  z.object({ type: z.literal('staged'), stagingDir: z.string() }),
  z.object({ type: z.literal('phase'), phase: PhaseSchema }),
  /** Final outcomes that the client wants to hear, in batches; none appears twice. */
  z.object({ type: z.literal('outcomes'), outcomes: z.array(ItemOutcomeSchema) }),
  /** A line for the log. */
  z.object({ type: z.literal('log'), level: LogLevelSchema, message: z.string() }),
  /** The answers to `find`: one of them comes, once. */
  z.object({ type: z.literal('found'), jobs: FoundJobsSchema }),
  z.object({ type: z.literal('notSearched'), failure: FailureSchema }),
  /** The answers to `discard`: one of them comes, once. */
  z.object({ type: z.literal('discarded'), wasThere: z.boolean() }),
  z.object({ type: z.literal('notDiscarded'), failure: FailureSchema }),
  /** The answers to `audit`: one of them comes, once. A refusal is a sentence for the person, `lists` what may be chosen. */
  z.object({ type: z.literal('audited'), summary: AuditSummarySchema }),
  z.object({
    type: z.literal('auditRefused'),
    /** In English; where there is a failure, that is what it says. */
    sentence: z.string(),
    /** Names of the lists in the folder, where one has to be named; else null. */
    lists: z.nullable(z.array(z.string())),
    failure: z.optional(FailureSchema),
  }),
  z.object({ type: z.literal('finished'), summary: JobSummarySchema }),
]);
export type FromEngine = z.infer<typeof FromEngineSchema>;
/** Throws where it is not a message of the engine. */
export const parseFromEngine = parserOf(FromEngineSchema);
