import { tmpdir } from 'node:os';
import type { PathText } from '../../engine/model/text/pathText';
import { absolutePath } from './absolutePath';
import type { ParsedOf, SelfTestCommand } from './command';
import { type OptionValues, optionBeside } from './options';
import { UsageError } from './usageError';

const OPTIONS = ['to', 'json', 'quiet'] as const;

/** Turns what follows `self-test` into a command. Throws {@link UsageError}. */
export function parseSelfTest(
  files: readonly PathText[],
  options: OptionValues,
  cwd: PathText,
): ParsedOf<SelfTestCommand> {
  const other = optionBeside(options, OPTIONS);
  if (other !== undefined) throw new UsageError(`self-test does not take --${other}`);
  if (files.length > 0) throw new UsageError('self-test takes no files: it makes its own');
  const [to, more] = options.to ?? [];
  if (more !== undefined) throw new UsageError('self-test takes one --to DIR');
  return { name: 'self-test', destination: to === undefined ? tmpdir() : absolutePath(cwd, to, '--to') };
}
