import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type JobRequest, shortId } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { Volume } from '../../engine/model/result/volume';
import { removeCopies } from '../files/removeCopies';
import { wasAbandoned } from '../summaries/stalledSummary';
import { type ComparedRow, comparedRow } from './comparedRow';
import { METHODS, type MethodName, runOrder } from './methods';

/** One of the copies of a comparison. */
export interface ComparisonStep {
  /** Null for the copy that is not measured. */
  readonly method: MethodName | null;
  /** Which of the measured copies it is, from 1; 0 for the one that is not. */
  readonly number: number;
  /** Of how many; null until the first copy has shown how long one takes. */
  readonly of: number | null;
}

/** Makes one copy, as a job of its own, and resolves with how it ended. What becomes of its staging folder is no matter. */
export type MakeCopy = (request: JobRequest, step: ComparisonStep) => Promise<JobSummary>;

/** The same files copied in three ways, on this machine. */
export interface Comparison {
  /** One for each of {@link METHODS}, in their order. */
  readonly rows: readonly ComparedRow[];
  /** How often each method ran. */
  readonly runs: number;
  readonly files: number;
  readonly bytes: number;
  readonly sourceVolumes: readonly Volume[];
  readonly destinationVolume: Volume | null;
}

/** A comparison that came to no result, with the copy that was not complete. */
export interface StoppedComparison {
  readonly stopped: JobSummary;
}

/** The same in all copies: nothing is left behind, and nothing but the copy takes time. */
const ALIKE = {
  requireGrade: false,
  layout: 'plain',
  zip: 'none',
  conflict: 'fail',
  records: { write: false },
} as const satisfies Partial<JobRequest>;

/**
 * Copies the sources of `request` in each of the {@link METHODS}, several times in turn, into folders of their own in its
 * destination that are removed again. A copy that is not measured goes first, so that all others find the sources, and
 * memory, in the same state. Ends with the first copy that is not complete.
 */
export async function compareMethods(request: JobRequest, copy: MakeCopy): Promise<Comparison | StoppedComparison> {
  const warmUp = { ...request, ...ALIKE, useBufferReuse: true, verification: 'stream' } as const;
  const first = await copyAside(warmUp, { method: null, number: 0, of: null }, copy);
  if (first.status !== 'complete') return { stopped: first };
  const order = runOrder(first.durationMs);
  const summaries = new Map<MethodName, JobSummary[]>();
  for (const [index, { name, choices }] of order.entries()) {
    const step = { method: name, number: index + 1, of: order.length };
    const summary = await copyAside({ ...request, ...ALIKE, ...choices }, step, copy);
    if (summary.status !== 'complete') return { stopped: summary };
    summaries.set(name, [...(summaries.get(name) ?? []), summary]);
  }
  const { files, bytes, sourceVolumes, destinationVolume } = first;
  const rows = METHODS.map(({ name }) => comparedRow(name, summaries.get(name) ?? []));
  return { rows, runs: order.length / METHODS.length, files, bytes, sourceVolumes, destinationVolume };
}

/** Copies into a folder of its own in the destination, and removes it whatever happened. */
async function copyAside(request: JobRequest, step: ComparisonStep, copy: MakeCopy): Promise<JobSummary> {
  const folder = join(request.destinations[0] ?? '', `evidence-copy-compare-${shortId(randomUUID())}`);
  const summary = await copy({ ...request, destinations: [folder] }, step);
  // The thread of an abandoned copy may still write there, to a device that answers nobody.
  if (!wasAbandoned(summary)) await removeCopies(folder);
  return summary;
}
