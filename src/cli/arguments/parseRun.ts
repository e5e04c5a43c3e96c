import type { PathText } from '../../engine/model/text/pathText';
import { absolutePath } from './absolutePath';
import type { ParsedOf, RunCommand } from './command';
import { type OptionValues, optionBeside } from './options';
import { UsageError } from './usageError';

/** What may stand beside `run`; everything about the jobs is said by the job files, and by them only. */
const OPTIONS = ['json', 'quiet', 'stall-seconds', 'abandon-after-minutes'] as const;

/** Turns what follows `run` into a batch. Throws {@link UsageError}. */
export function parseRun(files: readonly PathText[], options: OptionValues, cwd: PathText): ParsedOf<RunCommand> {
  const other = optionBeside(options, OPTIONS);
  if (other !== undefined) throw new UsageError(`run takes its options from the job files; --${other} goes into them`);
  if (files.length === 0) throw new UsageError('which jobs? Give at least one JOBFILE');
  return { name: 'run', files: files.map((file) => absolutePath(cwd, file, 'JOBFILE')) };
}
