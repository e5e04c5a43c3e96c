import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { PathText } from '../../engine/model/text/pathText';
import type { OutputOptions } from './parseCommand';
import { UsageError } from './usageError';

/** A self-test from the command line. */
export interface SelfTestCommand {
  readonly name: 'self-test';
  /** Absolute path of the folder it is made in. */
  readonly destination: PathText;
  readonly output: OutputOptions;
}

const OPTIONS_OF_SELF_TEST: ReadonlySet<string> = new Set(['to', 'json', 'quiet']);

/** Turns what follows `self-test` into a command. Throws {@link UsageError}. */
export function parseSelfTest(
  arguments_: readonly PathText[],
  options: { readonly to?: readonly string[] | undefined },
  cwd: PathText,
  output: OutputOptions,
): SelfTestCommand {
  const other = Object.keys(options).find((option) => !OPTIONS_OF_SELF_TEST.has(option));
  if (other !== undefined) throw new UsageError(`self-test does not take --${other}`);
  if (arguments_.length > 0) throw new UsageError('self-test takes no files: it makes its own');
  const [to, more] = options.to ?? [];
  if (to === '') throw new UsageError('--to is empty');
  if (more !== undefined) throw new UsageError('self-test takes one --to DIR');
  return { name: 'self-test', destination: to === undefined ? tmpdir() : resolve(cwd, to), output };
}
