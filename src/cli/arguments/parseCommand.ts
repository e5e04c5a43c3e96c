import { type PathText, printable } from '../../engine/model/text/pathText';
import type { Command } from './command';
import { parseOptions } from './options';
import { parseJob } from './parseJob';
import { parsePatience } from './parsePatience';
import { parseResume } from './parseResume';
import { parseRun } from './parseRun';
import { parseSelfTest } from './parseSelfTest';
import { parseVerify } from './parseVerify';
import { UsageError } from './usageError';

/**
 * Turns the arguments after the script into a command. Relative paths are relative to `cwd`.
 * Throws {@link UsageError}.
 */
export function parseCommand(args: readonly PathText[], cwd: PathText): Command {
  const { values, positionals } = parseOptions(args);
  const [name, ...rest] = positionals;
  if (values.help === true || name === 'help') return { name: 'help' };
  if (values.version === true) return { name: 'version' };
  if (name === undefined) throw new UsageError('which command? Such as: evidence-copy copy SOURCE --to DIR');
  const output = { json: values.json === true, quiet: values.quiet === true };
  const patience = parsePatience(values['stall-seconds'], values['abandon-after-minutes']);
  switch (name) {
    case 'copy':
    case 'compare':
      return { ...parseJob(name, rest, values, cwd), output, patience };
    case 'run':
      return { ...parseRun(rest, values, cwd), output, patience };
    case 'resume':
      return { ...parseResume(rest, values, cwd), output, patience };
    case 'verify':
      return { ...parseVerify(rest, values, cwd), output };
    case 'self-test':
      return { ...parseSelfTest(rest, values, cwd), output };
    default:
      throw new UsageError(`there is no command ${printable(name)}`);
  }
}
