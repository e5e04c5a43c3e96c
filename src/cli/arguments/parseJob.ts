import { LABEL_ERROR, LabelSchema } from '../../client/jobFile/jobFileSchema';
import { placed } from '../../client/jobFile/outputFolder';
import { folderNames } from '../../engine/model/case/folderTemplate';
import {
  BUFFER_SIZE_KB,
  ConflictSchema,
  clampBufferSizeKB,
  DEFAULT_OPTIONS,
  type JobRequest,
  LanesSchema,
  MOST_DESTINATIONS,
  OnItemErrorSchema,
  OnReadErrorSchema,
  OnSourceChangeSchema,
} from '../../engine/model/job/job';
import { defaultLabel } from '../../engine/model/job/jobFileOf';
import { LayoutSchema, ZipSchema } from '../../engine/model/job/packaging';
import { algorithmsFault, HASH_ALGORITHMS } from '../../engine/model/proof/digest';
import { GRADES } from '../../engine/model/proof/grade';
import { type PathText, printable } from '../../engine/model/text/pathText';
import { absolutePath } from './absolutePath';
import type { JobCommand, ParsedOf } from './command';
import type { OptionValues } from './options';
import { UsageError } from './usageError';

/** Turns what follows `copy` or `compare` into a job. Throws {@link UsageError}. */
export function parseJob(
  name: JobCommand['name'],
  sources: readonly PathText[],
  values: OptionValues,
  cwd: PathText,
): ParsedOf<JobCommand> {
  if (sources.length === 0) throw new UsageError('what is to be copied? Give at least one SOURCE');
  if (name === 'compare' && sources.length > 1) throw new UsageError('compare takes one SOURCE');
  if (values.manifest !== undefined) throw new UsageError('--manifest belongs to verify');
  const notes: string[] = [];
  const bufferSizeKB = bufferSize(values['buffer-size-kb'], notes);
  const paths = sources.map((source) => absolutePath(cwd, source, 'SOURCE'));
  const label = labelFor(values.label, paths);
  const layout = oneOf('layout', values, LayoutSchema.options, DEFAULT_OPTIONS.layout);
  const request: JobRequest = {
    label,
    sources: paths,
    ...placed(destinations(values, cwd, name), folders(values['folder-template'], label), layout),
    verification: oneOf('verification', values, GRADES, DEFAULT_OPTIONS.verification),
    requireGrade: values['require-grade'] === true,
    retryMismatch: values['no-retry-mismatch'] !== true,
    hashAlgorithms: hashAlgorithms(values['hash-algorithms']),
    useBufferReuse: values['no-use-buffer-reuse'] !== true,
    bufferSizeKB,
    lanes: oneOf('lanes', values, LanesSchema.options, DEFAULT_OPTIONS.lanes),
    layout,
    zip: oneOf('zip', values, ZipSchema.options, DEFAULT_OPTIONS.zip),
    conflict: oneOf('conflict', values, ConflictSchema.options, DEFAULT_OPTIONS.conflict),
    onItemError: oneOf('on-item-error', values, OnItemErrorSchema.options, DEFAULT_OPTIONS.onItemError),
    onReadError: oneOf('on-read-error', values, OnReadErrorSchema.options, DEFAULT_OPTIONS.onReadError),
    onSourceChange: oneOf('on-source-change', values, OnSourceChangeSchema.options, DEFAULT_OPTIONS.onSourceChange),
    records: records(values, cwd),
  };
  return { name, request, notes };
}

/** The same labels as in a job file: a job is repeated by the one that its records hold. */
function labelFor(label: string | undefined, sources: readonly PathText[]): string {
  if (label === undefined) return defaultLabel(sources);
  if (!LabelSchema.safeParse(label).success) throw new UsageError(`--label: ${LABEL_ERROR}`);
  return label;
}

function destinations({ to = [], 'records-dir': records }: OptionValues, cwd: PathText, name: string): PathText[] {
  if (to.length === 0) throw new UsageError('where to? Give --to DIR');
  if (to.length > 1 && name === 'compare') throw new UsageError('compare takes one --to DIR');
  if (to.length > MOST_DESTINATIONS) throw new UsageError(`a job takes at most ${MOST_DESTINATIONS} --to DIR`);
  if (to.length > 1 && records !== undefined) {
    throw new UsageError('--records-dir takes one --to DIR: each destination has records of its own');
  }
  return to.map((path) => absolutePath(cwd, path, '--to'));
}

/** Folders below the destination. Case data has no options, so of the values only the label is there. */
function folders(template: string | undefined, label: string): readonly string[] {
  if (template === undefined) return [];
  const folder = folderNames(template, { label });
  if ('faults' in folder) throw new UsageError(`--folder-template: ${printable(folder.faults.join(' '))}`);
  return folder.names;
}

function hashAlgorithms(value: string | undefined): JobRequest['hashAlgorithms'] {
  const names = value?.split(',') ?? DEFAULT_OPTIONS.hashAlgorithms;
  const algorithms = names.map((name) => {
    const known = HASH_ALGORITHMS.find((algorithm) => algorithm === name);
    if (known === undefined)
      throw new UsageError(`--hash-algorithms takes ${HASH_ALGORITHMS.join(', ')}, not ${printable(name)}`);
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
    throw new UsageError(`--buffer-size-kb takes a number of KiB, not ${printable(value)}`);
  }
  const held = clampBufferSizeKB(wanted);
  const { min, max } = BUFFER_SIZE_KB;
  if (held !== wanted)
    notes.push(`the buffer size is held within ${min} and ${max} KiB: ${held} instead of ${wanted}.`);
  return held;
}

function records(values: OptionValues, cwd: PathText): JobRequest['records'] {
  const folder = values['records-dir'];
  if (values['no-records'] === true) {
    if (folder !== undefined) throw new UsageError('--no-records and --records-dir exclude each other');
    return { write: false };
  }
  return folder === undefined ? { write: true } : { write: true, folder: absolutePath(cwd, folder, '--records-dir') };
}

/** The options that take one of a few words. */
type Choice =
  | 'conflict'
  | 'lanes'
  | 'layout'
  | 'on-item-error'
  | 'on-read-error'
  | 'on-source-change'
  | 'verification'
  | 'zip';

function oneOf<T extends string>(option: Choice, values: OptionValues, allowed: readonly T[], otherwise: T): T {
  const value = values[option];
  if (value === undefined) return otherwise;
  const found = allowed.find((name) => name === value);
  if (found === undefined) throw new UsageError(`--${option} takes ${allowed.join(', ')}, not ${printable(value)}`);
  return found;
}
