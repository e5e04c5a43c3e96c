import { compareGrades, type Grade } from '../model/proof/grade';

/** Counts the grades of files. The lowest of them is the grade of all, and its first reason says why it is no higher. */
export class GradeTally {
  readonly #counts: Partial<Record<Grade, number>> = {};
  #lowest: Grade | null = null;
  #reason: string | null = null;

  /** Files by grade; a copy. */
  get counts(): Partial<Record<Grade, number>> {
    return { ...this.#counts };
  }

  /** Null where no file was graded. */
  get lowest(): Grade | null {
    return this.#lowest;
  }

  /** Null where nothing kept it from being higher. */
  get reason(): string | null {
    return this.#reason;
  }

  /** Adds one file. */
  add(grade: Grade, reason: string | undefined): void {
    this.#counts[grade] = (this.#counts[grade] ?? 0) + 1;
    if (this.#lowest !== null && compareGrades(grade, this.#lowest) >= 0) return;
    this.#lowest = grade;
    this.#reason = reason ?? null;
  }
}
