import { resolve } from 'node:path';
import type { AuditRequest } from '../../engine/model/audit/audit';
import type { PathText } from '../../engine/model/text/pathText';
import type { OutputOptions } from './parseCommand';
import { UsageError } from './usageError';

/** An audit from the command line. */
export interface VerifyCommand {
  readonly name: 'verify';
  readonly request: AuditRequest;
  readonly output: OutputOptions;
}

/** Options that `verify` takes, as far as they were given. */
interface VerifyOptions {
  readonly manifest?: string | undefined;
  readonly 'records-dir'?: string | undefined;
}

const OPTIONS_OF_VERIFY: ReadonlySet<string> = new Set(['json', 'quiet', 'manifest', 'records-dir']);

/** Turns what follows `verify` into a command. Throws {@link UsageError}. */
export function parseVerify(
  folders: readonly PathText[],
  options: VerifyOptions,
  cwd: PathText,
  output: OutputOptions,
): VerifyCommand {
  const other = Object.keys(options).find((option) => !OPTIONS_OF_VERIFY.has(option));
  if (other !== undefined) throw new UsageError(`verify only reads; it does not take --${other}`);
  const [folder, more] = folders;
  if (folder === undefined || folder === '') throw new UsageError('verify what? Give the FOLDER that was copied to');
  if (more !== undefined) throw new UsageError('verify takes one FOLDER');
  const { manifest, 'records-dir': recordsDir } = options;
  return {
    name: 'verify',
    request: {
      folder: resolve(cwd, folder),
      ...(manifest !== undefined && { manifest: absolute(cwd, manifest, '--manifest') }),
      ...(recordsDir !== undefined && { recordsDir: absolute(cwd, recordsDir, '--records-dir') }),
    },
    output,
  };
}

function absolute(cwd: PathText, path: PathText, what: string): PathText {
  if (path === '') throw new UsageError(`${what} is empty`);
  return resolve(cwd, path);
}
