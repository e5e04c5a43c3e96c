import { resolve } from 'node:path';
import type { Patience } from '../../engine/model/job/patience';
import type { PathText } from '../../engine/model/text/pathText';
import type { OutputOptions } from './parseCommand';
import { UsageError } from './usageError';

/** A batch from the command line. */
export interface RunCommand {
  readonly name: 'run';
  /** Absolute paths of the job files, in the order in which they run. */
  readonly files: readonly PathText[];
  readonly output: OutputOptions;
  readonly patience: Patience;
}

/** What may stand beside `run`; everything about the jobs is said by the job files, and by them only. */
const OPTIONS_OF_RUN: ReadonlySet<string> = new Set(['json', 'quiet', 'stall-seconds', 'abandon-after-minutes']);

/** Turns what follows `run` into a batch. Throws {@link UsageError}. */
export function parseRun(
  files: readonly PathText[],
  given: readonly string[],
  cwd: PathText,
  output: OutputOptions,
  patience: Patience,
): RunCommand {
  const other = given.find((option) => !OPTIONS_OF_RUN.has(option));
  if (other !== undefined) throw new UsageError(`run takes its options from the job files; --${other} goes into them`);
  if (files.length === 0) throw new UsageError('which jobs? Give at least one JOBFILE');
  if (files.includes('')) throw new UsageError('JOBFILE is empty');
  return { name: 'run', files: files.map((file) => resolve(cwd, file)), output, patience };
}
