import * as z from 'zod/mini';
import { jsonLines } from '../cli';

const OutcomeSchema = z.looseObject({
  path: z.string(),
  outcome: z.string(),
  sourceDigests: z.looseObject({ sha256: z.optional(z.string()) }),
  failure: z.optional(z.looseObject({ code: z.string(), message: z.string(), offset: z.optional(z.number()) })),
});

/** What `--json` told of one item. */
export type Outcome = z.infer<typeof OutcomeSchema>;

/** The outcomes in the output of `--json`, by their paths in the payload. A path with two of them is an error. */
export function outcomesOf(stdout: string): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const line of jsonLines(stdout).filter(({ type }) => type === 'itemFinished')) {
    const outcome = OutcomeSchema.parse(line);
    if (outcomes.has(outcome.path)) throw new Error(`two outcomes for ${outcome.path}`);
    outcomes.set(outcome.path, outcome);
  }
  return outcomes;
}

/** `copied`, or the code of the failure, of each item. */
export function endsOf(stdout: string): Record<string, string> {
  const ends = [...outcomesOf(stdout).values()].map(({ path, outcome, failure }) => [path, failure?.code ?? outcome]);
  return Object.fromEntries(ends);
}
