import type { PathText } from '../../engine/model/text/pathText';
import { absolutePath } from './absolutePath';
import type { ParsedOf, ResumeCommand } from './command';
import { type OptionValues, optionBeside } from './options';
import { UsageError } from './usageError';

/** What may stand beside `resume`; everything about the job was said when it was begun. */
const OPTIONS = ['json', 'quiet', 'records-dir', 'stall-seconds', 'abandon-after-minutes'] as const;

/** Turns what follows `resume` into a command. Throws {@link UsageError}. */
export function parseResume(
  folders: readonly PathText[],
  options: OptionValues,
  cwd: PathText,
): ParsedOf<ResumeCommand> {
  const other = optionBeside(options, OPTIONS);
  if (other !== undefined) throw new UsageError(`resume goes on as the job was begun; it does not take --${other}`);
  const [folder = '', more] = folders;
  if (folder === '') throw new UsageError('resume where? Give the destination of the job');
  if (more !== undefined) throw new UsageError('resume takes one FOLDER');
  const { 'records-dir': recordsDir } = options;
  return {
    name: 'resume',
    folder: absolutePath(cwd, folder, 'FOLDER'),
    ...(recordsDir !== undefined && { recordsDir: absolutePath(cwd, recordsDir, '--records-dir') }),
  };
}
