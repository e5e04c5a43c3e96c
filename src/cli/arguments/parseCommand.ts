import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { placed } from '../../client/jobFile/outputFolder';
import { folderNames } from '../../engine/model/case/folderTemplate';
import {
  BUFFER_SIZE_KB,
  type Conflict,
  ConflictSchema,
  clampBufferSizeKB,
  DEFAULT_OPTIONS,
  type JobRequest,
  type Lanes,
  LanesSchema,
  MOST_DESTINATIONS,
  type OnItemError,
  OnItemErrorSchema,
  type OnReadError,
  OnReadErrorSchema,
  type OnSourceChange,
  OnSourceChangeSchema,
} from '../../engine/model/job/job';
import { type Layout, LayoutSchema, type Zip, ZipSchema } from '../../engine/model/job/packaging';
import type { Patience } from '../../engine/model/job/patience';
import { algorithmsFault, HASH_ALGORITHMS } from '../../engine/model/proof/digest';
import { GRADES, type Grade } from '../../engine/model/proof/grade';
import type { PathText } from '../../engine/model/text/pathText';
import type { ResumeCommand } from '../run/resumeCommand';
import { parsePatience } from './parsePatience';
import { parseResume } from './parseResume';
import { parseRun, type RunCommand } from './parseRun';
import { parseSelfTest, type SelfTestCommand } from './parseSelfTest';
import { parseVerify, type VerifyCommand } from './parseVerify';
import { UsageError } from './usageError';

/** How a command tells what it does. */
export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A job from the command line; `notes` tell what was adjusted. */
export interface JobCommand {
  readonly name: 'copy' | 'compare';
  readonly request: JobRequest;
  readonly output: OutputOptions;
  readonly patience: Patience;
  readonly notes: readonly string[];
}

/** What one command line asks for. */
export type Command =
  | JobCommand
  | RunCommand
  | ResumeCommand
  | VerifyCommand
  | SelfTestCommand
  | { readonly name: 'help' }
  | { readonly name: 'version' };

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

type Values = ReturnType<typeof parse>['values'];

/**
 * Turns the arguments after the script into a command. Relative paths are relative to `cwd`.
 * Throws {@link UsageError}.
 */
export function parseCommand(args: readonly PathText[], cwd: PathText): Command {
  const { values, positionals } = parse(args);
  const [name, ...sources] = positionals;
  if (values.help === true || name === 'help') return { name: 'help' };
  if (values.version === true) return { name: 'version' };
  if (name === undefined) throw new UsageError('which command? Such as: evidence-copy copy SOURCE --to DIR');
  const output = { json: values.json === true, quiet: values.quiet === true };
  const patience = parsePatience(values['stall-seconds'], values['abandon-after-minutes']);
  if (name === 'run') return parseRun(sources, Object.keys(values), cwd, output, patience);
  if (name === 'verify') return parseVerify(sources, values, cwd, output);
  if (name === 'self-test') return parseSelfTest(sources, values, cwd, output);
  if (name === 'resume') return parseResume(sources, values, cwd, output, patience);
  if (name !== 'copy' && name !== 'compare') throw new UsageError(`there is no command ${name}`);
  if (sources.length === 0) throw new UsageError('what is to be copied? Give at least one SOURCE');
  if (name === 'compare' && sources.length > 1) throw new UsageError('compare takes one SOURCE');
  if (values.manifest !== undefined) throw new UsageError('--manifest belongs to verify');
  const notes: string[] = [];
  const bufferSizeKB = bufferSize(values['buffer-size-kb'], notes);
  const paths = sources.map((source) => absolute(cwd, source, 'SOURCE'));
  const label = values.label ?? basename(paths[0] ?? '');
  const layout = oneOf<Layout>('layout', values.layout, LayoutSchema.options, DEFAULT_OPTIONS.layout);
  const request: JobRequest = {
    label,
    sources: paths,
    ...placed(destinations(values, cwd, name), folders(values['folder-template'], label), layout),
    verification: oneOf<Grade>('verification', values.verification, GRADES, DEFAULT_OPTIONS.verification),
    requireGrade: values['require-grade'] === true,
    retryMismatch: values['no-retry-mismatch'] !== true,
    hashAlgorithms: hashAlgorithms(values['hash-algorithms']),
    useBufferReuse: values['no-use-buffer-reuse'] !== true,
    bufferSizeKB,
    lanes: oneOf<Lanes>('lanes', values.lanes, LanesSchema.options, DEFAULT_OPTIONS.lanes),
    layout,
    zip: oneOf<Zip>('zip', values.zip, ZipSchema.options, DEFAULT_OPTIONS.zip),
    conflict: oneOf<Conflict>('conflict', values.conflict, ConflictSchema.options, DEFAULT_OPTIONS.conflict),
    onItemError: oneOf<OnItemError>(
      'on-item-error',
      values['on-item-error'],
      OnItemErrorSchema.options,
      DEFAULT_OPTIONS.onItemError,
    ),
    onReadError: oneOf<OnReadError>(
      'on-read-error',
      values['on-read-error'],
      OnReadErrorSchema.options,
      DEFAULT_OPTIONS.onReadError,
    ),
    onSourceChange: oneOf<OnSourceChange>(
      'on-source-change',
      values['on-source-change'],
      OnSourceChangeSchema.options,
      DEFAULT_OPTIONS.onSourceChange,
    ),
    records: records(values, cwd),
  };
  return { name, request, output, patience, notes };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function destinations({ to = [], 'records-dir': records }: Values, cwd: PathText, name: string): PathText[] {
  if (to.length === 0) throw new UsageError('where to? Give --to DIR');
  if (to.length > 1 && name === 'compare') throw new UsageError('compare takes one --to DIR');
  if (to.length > MOST_DESTINATIONS) throw new UsageError(`a job takes at most ${MOST_DESTINATIONS} --to DIR`);
  if (to.length > 1 && records !== undefined) {
    throw new UsageError('--records-dir takes one --to DIR: each destination has records of its own');
  }
  return to.map((path) => absolute(cwd, path, '--to'));
}

/** Folders below the destination. Case data has no options, so of the values only the label is there. */
function folders(template: string | undefined, label: string): readonly string[] {
  if (template === undefined) return [];
  const folder = folderNames(template, { label });
  if ('faults' in folder) throw new UsageError(`--folder-template: ${folder.faults.join(' ')}`);
  return folder.names;
}

function hashAlgorithms(value: string | undefined): JobRequest['hashAlgorithms'] {
  const names = value?.split(',') ?? DEFAULT_OPTIONS.hashAlgorithms;
  const algorithms = names.map((name) => {
    const known = HASH_ALGORITHMS.find((algorithm) => algorithm === name);
    if (known === undefined) throw new UsageError(`--hash-algorithms takes ${HASH_ALGORITHMS.join(', ')}, not ${name}`);
    return known;
  });
  const fault = algorithmsFault(algorithms);
  if (fault !== undefined) throw new UsageError(`--hash-algorithms: ${fault}`);
  return algorithms;
}

function bufferSize(value: string | undefined, notes: string[]): number {
  if (value === undefined) return DEFAULT_OPTIONS.bufferSizeKB;
  const wanted = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(wanted)) {
    throw new UsageError(`--buffer-size-kb takes a number of KiB, not ${value}`);
  }
  const held = clampBufferSizeKB(wanted);
  const { min, max } = BUFFER_SIZE_KB;
  if (held !== wanted)
    notes.push(`the buffer size is held within ${min} and ${max} KiB: ${held} instead of ${wanted}.`);
  return held;
}

function records(values: Values, cwd: PathText): JobRequest['records'] {
  const folder = values['records-dir'];
  if (values['no-records'] === true) {
    if (folder !== undefined) throw new UsageError('--no-records and --records-dir exclude each other');
    return { write: false };
  }
  return folder === undefined ? { write: true } : { write: true, folder: absolute(cwd, folder, '--records-dir') };
}

function absolute(cwd: PathText, path: PathText, what: string): PathText {
  if (path === '') throw new UsageError(`${what} is empty`);
  return resolve(cwd, path);
}

function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[], otherwise: T): T {
  if (value === undefined) return otherwise;
  const found = allowed.find((name) => name === value);
  if (found === undefined) throw new UsageError(`--${option} takes ${allowed.join(', ')}, not ${value}`);
  return found;
}
