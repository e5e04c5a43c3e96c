import { FailureError } from '../model/failure';
import { compareGrades, type Grade } from '../model/grade';
import type { JobRequest, Method } from '../model/job';
import type { PathText } from '../model/pathText';

const DEVICE_READ_MISSING = 'reading back past the memory of the operating system is not available yet';

/** The grade of one file and, where it is below the one asked for, why. */
export interface Grading {
  /** Null for a file without content: there is nothing to prove. */
  readonly grade: Grade | null;
  readonly gradeReason?: string;
}

/** Whether the copy is read back: for every grade above `stream`, and always as the third of three passes. */
export function readsBack(requested: Grade, method: Method): boolean {
  return method === 'threePass' || requested !== 'stream';
}

/** The grade for what was done; throws `gradeNotReached` where a lower one than asked for is not allowed. */
export function gradeFile(size: number, wasReadBack: boolean, request: JobRequest, path: PathText): Grading {
  if (size === 0) return { grade: null };
  const grade: Grade = wasReadBack ? 'readBack' : 'stream';
  if (compareGrades(grade, request.verification) >= 0) return { grade };
  if (request.requireGrade) {
    const args = { requested: request.verification, reason: DEVICE_READ_MISSING };
    throw new FailureError({ code: 'gradeNotReached', path, args });
  }
  return { grade, gradeReason: DEVICE_READ_MISSING };
}
