import * as z from 'zod/mini';

const JobSchema = z.union([
  z.string(),
  z.pipe(
    z.looseObject({ jobId: z.string() }),
    z.transform(({ jobId }) => jobId),
  ),
]);

/**
 * Ids of the jobs a command was called for. Views give `(row, rows)`, where a row has the id of its job, and rows are
 * all that are selected where the row is one of them; key bindings and own code give an id.
 */
export function jobIdsOf(first: unknown, second?: unknown): readonly string[] {
  const selected = z.safeParse(z.array(JobSchema).check(z.minLength(1)), second);
  if (selected.success) return [...new Set(selected.data)];
  const one = z.safeParse(JobSchema, first);
  return one.success ? [one.data] : [];
}
