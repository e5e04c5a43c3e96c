import type { DigestStock } from '../digests/digester';
import { sourceFailure } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import type { BufferStock } from '../memory/bufferStock';
import type { AuditRequest, AuditSummary } from '../model/audit/audit';
import { type PathText, printable } from '../model/text/pathText';
import { CancelledError, JobControl } from '../model/thread/jobControl';
import type { SharedState } from '../model/thread/sharedState';
import { UncachedReader } from '../verify/uncachedReader';
import { Accounts } from './accounts';
import { digestsOf } from './algorithms';
import { AuditReader } from './auditReader';
import { writeAuditRecord } from './auditRecord';
import type { Bag } from './bag';
import { type Against, chooseManifest } from './chooseManifest';
import { Expectations } from './expectations';
import { Findings } from './findings';
import { goThrough } from './goThrough';
import { AuditRefusal } from './refusal';

/** What an audit needs of the machine. */
export interface AuditServices {
  readonly fs: FileSystem;
  readonly digests: DigestStock;
  /** Memory of this thread. */
  readonly buffers: BufferStock;
}

/**
 * Holds a folder against its manifest: every file is read, past the memory of the system where that can be proved, and
 * everything that is there or listed is accounted for exactly once. Nothing is written, unless a folder for records was
 * named. Throws {@link import('./refusal').AuditRefusal} where it cannot begin, and a failure where the folder cannot be
 * read at all.
 */
export async function auditFolder(
  request: AuditRequest,
  services: AuditServices,
  shared: SharedState,
): Promise<AuditSummary> {
  const started = { at: new Date(), by: performance.now() };
  const folder = openAudited(services.fs, request.folder);
  try {
    const findings = new Findings();
    const control = new JobControl(shared);
    const found = lookForManifest(services.fs, folder, request, findings, control);
    const against = found ?? nothingYet();
    const algorithms = [...against.expectations.algorithms];
    const digests = await digestsOf(algorithms, services.digests);
    const uncached = new UncachedReader(services.fs, services.buffers);
    const reader = new AuditReader(folder, uncached, digests, control, findings);
    const accounts = new Accounts(against, reader, findings);
    const isDone = found !== undefined && goThrough(folder, accounts, control, findings);
    const summary: AuditSummary = {
      folder: request.folder,
      status: isDone ? (findings.isEmpty ? 'passed' : 'failed') : 'cancelled',
      against: against.text,
      manifest: against.manifest,
      algorithms,
      matched: accounts.matched,
      bytes: reader.bytes,
      ...findings.all,
      grade: reader.grades.lowest,
      gradeReason: reader.grades.reason,
      gradeCounts: reader.grades.counts,
      bag: against.bag !== undefined && isDone ? bagResult(against.bag, findings) : null,
      startedAt: started.at.toISOString(),
      durationMs: Math.round(performance.now() - started.by),
      recordsDir: null,
    };
    return request.recordsDir === undefined ? summary : writeAuditRecord(services.fs, request.recordsDir, summary);
  } finally {
    folder.close();
  }
}

function openAudited(fs: FileSystem, path: PathText): Folder {
  try {
    return fs.openFolder(path);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'ENOTDIR') throw sourceFailure(error);
    throw new AuditRefusal(`${printable(path)} is no folder. Name the folder that was copied to.`);
  }
}

/** What a folder was held against where the audit was cancelled before that was known. */
function nothingYet(): Against {
  return { expectations: new Expectations(), text: 'nothing yet', manifest: null, mustBeListed: () => false };
}

/** Undefined where a person cancelled it. Progress is told in the shared memory, as folders looked into. */
function lookForManifest(
  fs: FileSystem,
  folder: Folder,
  { manifest }: AuditRequest,
  findings: Findings,
  control: JobControl,
): Against | undefined {
  const { shared } = control;
  try {
    const against = chooseManifest(fs, folder, manifest, findings, {
      checkpoint: control.checkpoint,
      onFolder: (path) => {
        shared.setCurrentPath(path);
        shared.add('itemsDone', 1);
      },
    });
    shared.set('itemsDone', 0);
    return against;
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    throw error;
  }
}

/** Complete: all is there and nothing else. Valid: all digests agree as well (RFC 8493 §3). */
function bagResult({ version }: Bag, { counts, isEmpty }: Findings): AuditSummary['bag'] {
  const isComplete = counts.missing + counts.unlisted + counts.moved + counts.errors === 0;
  return { version, isComplete, isValid: isEmpty };
}
