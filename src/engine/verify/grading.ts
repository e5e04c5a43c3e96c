import { FailureError } from '../model/failure/failure';
import type { JobRequest, Method } from '../model/job/job';
import { compareGrades, type Grade } from '../model/proof/grade';
import type { PathText } from '../model/text/pathText';

/** The grade of one file and, where it is below the one asked for, why. */
export interface Grading {
  /** Null for a file without content: there is nothing to prove. */
  readonly grade: Grade | null;
  readonly gradeReason?: string;
}

/** One reading for proof: it came from the device, or why that is not known. */
export interface Reading {
  readonly reason?: string;
}

/** The readings that were made of one file besides the one that copied it. */
export interface Readings {
  /** Of the copy. */
  readonly copy?: Reading | undefined;
  /** Of the source, a second time. */
  readonly source?: Reading | undefined;
}

/** Whether the copy is read back: for every grade above `stream`, and always as the third of three passes. */
export function readsBack(requested: Grade, method: Method): boolean {
  return method === 'threePass' || requested !== 'stream';
}

/** Whether reading past the page cache is asked for. */
export function readsDevice(requested: Grade): boolean {
  return compareGrades(requested, 'device') >= 0;
}

/** The grade for what was done; throws `gradeNotReached` where a lower one than asked for is not allowed. */
export function gradeFile(size: number, readings: Readings, request: JobRequest, path: PathText): Grading {
  if (size === 0) return { grade: null };
  const { grade, reason } = highestGrade(readings);
  if (compareGrades(grade, request.verification) >= 0) return { grade };
  if (request.requireGrade) {
    throw new FailureError({ code: 'gradeNotReached', path, args: { requested: request.verification, reason } });
  }
  return { grade, gradeReason: reason };
}

/** The highest grade that the readings earn, and what kept it from being higher. */
function highestGrade({ copy, source }: Readings): { grade: Grade; reason: string } {
  if (copy === undefined) return { grade: 'stream', reason: 'the copy was not read back' };
  if (copy.reason !== undefined) return { grade: 'readBack', reason: copy.reason };
  if (source === undefined) return { grade: 'device', reason: 'the source was read once' };
  if (source.reason !== undefined) return { grade: 'device', reason: `of the source: ${source.reason}` };
  return { grade: 'deviceAndSource', reason: '' };
}
