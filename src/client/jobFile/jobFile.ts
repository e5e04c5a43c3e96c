import nodePath, { type PlatformPath } from 'node:path';
import { folderNames } from '../../engine/model/case/folderTemplate';
import { BUFFER_SIZE_KB, clampBufferSizeKB, DEFAULT_OPTIONS, type JobRequest } from '../../engine/model/job/job';
import type { PathText } from '../../engine/model/text/pathText';
import { type JobFileFault, limitedFaults } from './jobFileFault';
import { resolveJobPath } from './jobFilePaths';
import { type JobFile, JobFileSchema } from './jobFileSchema';
import { schemaFaults } from './jobFileSchemaFaults';
import { isDocument, readJobDocument } from './jobFileText';
import { placed } from './outputFolder';

/** A sound job file. */
export interface SoundJobFile {
  readonly jobFile: JobFile;
  /** The job it asks for, with every path absolute and every default filled in. */
  readonly request: JobRequest;
  /** What was adjusted, as sentences. */
  readonly notes: readonly string[];
}

/** A job file that is refused as a whole. */
export interface RefusedJobFile {
  /** In the order of the file; never empty. */
  readonly faults: readonly JobFileFault[];
}

/**
 * Reads a job file that lies in `folder` (absolute). Nothing of a file with a fault is used, and every fault is told.
 * Looks at nothing but the bytes: whether sources exist is found when the job runs.
 */
export function parseJobFile(bytes: Uint8Array, folder: PathText): SoundJobFile | RefusedJobFile {
  const document = readJobDocument(bytes);
  if (!isDocument(document)) return { faults: limitedFaults(document) };
  const parsed = JobFileSchema.safeParse(document.value);
  if (!parsed.success) return { faults: schemaFaults(parsed.error.issues, document) };
  return { jobFile: parsed.data, request: requestOf(parsed.data, folder), notes: notesOn(parsed.data) };
}

/**
 * The request of a job file that its schema has accepted and that lies in `folder` (absolute): paths absolute, folders of
 * the template below the destination, defaults filled in. `path` holds the rules of the running system.
 */
export function requestOf(jobFile: JobFile, folder: PathText, path: PlatformPath = nodePath): JobRequest {
  const absolute = (given: string) => resolveJobPath(folder, given, path);
  const sources = jobFile.sources.map(absolute);
  const first = sources[0] ?? '';
  const label = jobFile.label ?? (path.basename(first) || first);
  const { caseData } = jobFile;
  const layout = jobFile.layout ?? DEFAULT_OPTIONS.layout;
  const names = templateFolder(jobFile, label);
  return {
    label,
    ...(caseData !== undefined && { caseData }),
    sources,
    ...placed(jobFile.destinations.map(absolute), names, layout, path),
    verification: jobFile.verification ?? DEFAULT_OPTIONS.verification,
    requireGrade: jobFile.requireGrade ?? DEFAULT_OPTIONS.requireGrade,
    retryMismatch: jobFile.retryMismatch ?? DEFAULT_OPTIONS.retryMismatch,
    hashAlgorithms: jobFile.hashAlgorithms ?? DEFAULT_OPTIONS.hashAlgorithms,
    useBufferReuse: jobFile.useBufferReuse ?? DEFAULT_OPTIONS.useBufferReuse,
    bufferSizeKB: clampBufferSizeKB(jobFile.bufferSizeKB ?? DEFAULT_OPTIONS.bufferSizeKB),
    lanes: jobFile.lanes ?? DEFAULT_OPTIONS.lanes,
    layout,
    zip: jobFile.zip ?? DEFAULT_OPTIONS.zip,
    conflict: jobFile.conflict ?? DEFAULT_OPTIONS.conflict,
    onItemError: jobFile.onItemError ?? DEFAULT_OPTIONS.onItemError,
    onReadError: jobFile.onReadError ?? DEFAULT_OPTIONS.onReadError,
    onSourceChange: jobFile.onSourceChange ?? DEFAULT_OPTIONS.onSourceChange,
    records: DEFAULT_OPTIONS.records,
  };
}

/** Names of the folders below the destination; none without a template. Throws where the schema should have refused. */
function templateFolder({ folderTemplate, caseData }: JobFile, label: string): readonly string[] {
  if (folderTemplate === undefined) return [];
  const folder = folderNames(folderTemplate, { label, caseData });
  if ('faults' in folder) throw new RangeError(folder.faults.join(' '));
  return folder.names;
}

function notesOn({ bufferSizeKB: wanted }: JobFile): string[] {
  if (wanted === undefined || clampBufferSizeKB(wanted) === wanted) return [];
  const { min, max } = BUFFER_SIZE_KB;
  return [`the buffer size is held within ${min} and ${max} KiB: ${clampBufferSizeKB(wanted)} instead of ${wanted}.`];
}
