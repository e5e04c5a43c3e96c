import * as z from 'zod/mini';

/** An id of a job, or of a row below it, which begins with that of its job. */
const JobSchema = z.pipe(
  z.string().check(z.minLength(1)),
  z.transform((id) => id.split('/', 1)[0] ?? id),
);

/**
 * Ids of the jobs a command was called for. The tree gives `(row, rows)`, where rows are all that are selected, or
 * undefined if the row is not one of them; key bindings and own code give one id.
 */
export function jobIdsOf(first: unknown, second?: unknown): readonly string[] {
  const selected = z.safeParse(z.array(JobSchema).check(z.minLength(1)), second);
  if (selected.success) return [...new Set(selected.data)];
  const one = z.safeParse(JobSchema, first);
  return one.success ? [one.data] : [];
}
