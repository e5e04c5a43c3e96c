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

/** What each grade proves and what it does not, as sentences for people. */
export const GRADE_EXPLANATIONS: Readonly<Record<Grade, { readonly proves: string; readonly leavesOpen: string }>> = {
  stream: {
    proves: 'The digest is of the bytes that were read from the source, and as many bytes were written.',
    leavesOpen: 'Anything about the copy: it was not read back.',
  },
  readBack: {
    proves: 'The copy was made durable, and the operating system gave back the same bytes under its name.',
    leavesOpen: 'That the device holds them: the operating system may have answered from its memory.',
  },
  device: {
    proves:
      'The copy was made durable, and its block device delivered the same bytes: memory was bypassed, and that was measured.',
    leavesOpen: 'A cache inside the device, and whether the source was read rightly the one time it was read.',
  },
  deviceAndSource: {
    proves: 'Beyond that, the device of the source delivered the same bytes a second time.',
    leavesOpen: 'A cache inside either device, and a misreading that repeats itself.',
  },
};

/** How a grade is worded for people. Never says more than was done. */
export const GRADE_WORDING: Readonly<Record<Grade, string>> = {
  stream: 'copied, hash recorded, destination not read back',
  readBack: 'verified by read-back (may have been served from memory)',
  device: 'verified as the block device answered (its own cache not excluded)',
  deviceAndSource: 'verified as the block device answered (its own cache not excluded), and the source read twice',
};
