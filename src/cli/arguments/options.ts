import { parseArgs } from 'node:util';
import { messageOf } from '../../engine/model/failure/thrown';
import { type PathText, printable } from '../../engine/model/text/pathText';
import { UsageError } from './usageError';

const OPTIONS = {
  to: { type: 'string', multiple: true },
  verification: { type: 'string' },
  'require-grade': { type: 'boolean' },
  'no-retry-mismatch': { type: 'boolean' },
  'no-use-buffer-reuse': { type: 'boolean' },
  'buffer-size-kb': { type: 'string' },
  lanes: { type: 'string' },
  'hash-algorithms': { type: 'string' },
  conflict: { type: 'string' },
  'on-item-error': { type: 'string' },
  'on-read-error': { type: 'string' },
  'on-source-change': { type: 'string' },
  layout: { type: 'string' },
  zip: { type: 'string' },
  manifest: { type: 'string' },
  'records-dir': { type: 'string' },
  'no-records': { type: 'boolean' },
  label: { type: 'string' },
  'folder-template': { type: 'string' },
  'stall-seconds': { type: 'string' },
  'abandon-after-minutes': { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** What was given of the options, by their names. */
export type OptionValues = ReturnType<typeof parseOptions>['values'];

/** Tells options from everything else. Which of them a command takes, it says itself. Throws {@link UsageError}. */
export function parseOptions(args: readonly PathText[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    // It repeats the argument as it is, which may be a hostile file name that a shell has filled in.
    throw new UsageError(printable(messageOf(error).replaceAll('\n', ' ')));
  }
}

/** An option that was given and is none of those that a command takes; undefined where there is none. */
export function optionBeside(values: OptionValues, taken: readonly (keyof OptionValues)[]): string | undefined {
  const names: readonly string[] = taken;
  return Object.keys(values).find((name) => !names.includes(name));
}
