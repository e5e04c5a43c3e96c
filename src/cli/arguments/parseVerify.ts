import type { PathText } from '../../engine/model/text/pathText';
import { absolutePath } from './absolutePath';
import type { ParsedOf, VerifyCommand } from './command';
import { type OptionValues, optionBeside } from './options';
import { UsageError } from './usageError';

const OPTIONS = ['json', 'quiet', 'manifest', 'records-dir'] as const;

/** Turns what follows `verify` into a command. Throws {@link UsageError}. */
export function parseVerify(
  folders: readonly PathText[],
  options: OptionValues,
  cwd: PathText,
): ParsedOf<VerifyCommand> {
  const other = optionBeside(options, OPTIONS);
  if (other !== undefined) throw new UsageError(`verify only reads; it does not take --${other}`);
  const [folder = '', more] = folders;
  if (folder === '') throw new UsageError('verify what? Give the FOLDER that was copied to');
  if (more !== undefined) throw new UsageError('verify takes one FOLDER');
  const { manifest, 'records-dir': recordsDir } = options;
  return {
    name: 'verify',
    request: {
      folder: absolutePath(cwd, folder, 'FOLDER'),
      ...(manifest !== undefined && { manifest: absolutePath(cwd, manifest, '--manifest') }),
      ...(recordsDir !== undefined && { recordsDir: absolutePath(cwd, recordsDir, '--records-dir') }),
    },
  };
}
