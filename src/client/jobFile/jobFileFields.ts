import * as z from 'zod/mini';
import { jobPathFault } from './jobFilePaths';

// Messages that begin with "expected" are told with what was found instead; others are whole sentences.

const PATH_ERROR = 'expected a path: text that is not empty';

/** A path as it stands in a job file, absolute or relative (PathText). */
export const PathSchema = z.string({ error: PATH_ERROR }).check(
  z.minLength(1, { error: PATH_ERROR, abort: true }),
  z.refine((path) => jobPathFault(path) === undefined, {
    error: ({ input }) => (typeof input === 'string' ? jobPathFault(input) : undefined) ?? PATH_ERROR,
  }),
);

/** What an option may be, what it is where its key is left out, and what people are told about it. */
export interface Choice<T extends string> {
  readonly description: string;
  /** Each value there is now, with what it does. */
  readonly values: Readonly<Record<T, string>>;
  readonly initial?: string;
}

/** An option with a few values. */
export function choice<T extends string>({ description, values, initial }: Choice<T>) {
  const names = Object.keys(values).filter((name): name is T => Object.hasOwn(values, name));
  const error = `expected one of ${names.join(', ')}`;
  const enumDescriptions = names.map((name) => values[name]);
  return z
    .enum(names, { error })
    .check(z.meta({ description, enumDescriptions, ...(initial !== undefined && { default: initial }) }));
}

/** An option that is on or off; `initial` where its key is left out. */
export function yesOrNo(initial: boolean, description: string) {
  return z.boolean({ error: 'expected true or false' }).check(z.meta({ description, default: initial }));
}
