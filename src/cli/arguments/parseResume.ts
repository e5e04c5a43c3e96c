import { resolve } from 'node:path';
import type { Patience } from '../../engine/model/job/patience';
import type { PathText } from '../../engine/model/text/pathText';
import type { ResumeCommand } from '../run/resumeCommand';
import type { OutputOptions } from './parseCommand';
import { UsageError } from './usageError';

/** What may stand beside `resume`; everything about the job was said when it was begun. */
const OPTIONS_OF_RESUME: ReadonlySet<string> = new Set([
  'json',
  'quiet',
  'records-dir',
  'stall-seconds',
  'abandon-after-minutes',
]);

/** Options that `resume` takes for itself, as far as they were given. */
interface ResumeOptions {
  readonly 'records-dir'?: string | undefined;
}

/** Turns what follows `resume` into a command. Throws {@link UsageError}. */
export function parseResume(
  folders: readonly PathText[],
  options: ResumeOptions,
  cwd: PathText,
  output: OutputOptions,
  patience: Patience,
): ResumeCommand {
  const other = Object.keys(options).find((option) => !OPTIONS_OF_RESUME.has(option));
  if (other !== undefined) throw new UsageError(`resume goes on as the job was begun; it does not take --${other}`);
  const [folder, more] = folders;
  if (folder === undefined || folder === '') throw new UsageError('resume where? Give the destination of the job');
  if (more !== undefined) throw new UsageError('resume takes one FOLDER');
  const recordsDir = options['records-dir'];
  if (recordsDir === '') throw new UsageError('--records-dir is empty');
  const records = recordsDir !== undefined && { recordsDir: resolve(cwd, recordsDir) };
  return { name: 'resume', folder: resolve(cwd, folder), ...records, output, patience };
}
