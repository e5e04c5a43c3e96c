import * as z from 'zod/mini';

/**
 * What was done to prove a copied file, weakest first. A grade is what was done, never what was wanted:
 * `stream` compared sizes only, `readBack` re-read the destination through the operating system, `device` did so
 * past the page cache with proof, `deviceAndSource` read the source a second time as well.
 */
export const GRADES = ['stream', 'readBack', 'device', 'deviceAndSource'] as const;

export const GradeSchema = z.enum(GRADES);
/** One of {@link GRADES}. */
export type Grade = z.infer<typeof GradeSchema>;

/** Compares two grades: negative where `a` proves less than `b`. */
export function compareGrades(a: Grade, b: Grade): number {
  return GRADES.indexOf(a) - GRADES.indexOf(b);
}

/** The lower of two grades; null stands for "nothing was graded". */
export function lowerGrade(a: Grade | null, b: Grade | null): Grade | null {
  if (a === null || b === null) return a ?? b;
  return compareGrades(a, b) <= 0 ? a : b;
}

/** How a grade is worded for people. Never says more than was done. */
export const GRADE_WORDING: Readonly<Record<Grade, string>> = {
  stream: 'copied, hash recorded, destination not read back',
  readBack: 'verified by read-back (may have been served from memory)',
  device: 'verified as the block device answered (its own cache not excluded)',
  deviceAndSource: 'verified as the block device answered (its own cache not excluded), and the source read twice',
};
