import { createHash } from 'node:crypto';
import { closeQuietly } from '../fs/closeQuietly';
import { onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below, numberedName } from '../fs/names';
import { LineWriter } from '../lines/lineWriter';
import type { JobRequest } from '../model/job';
import { packageNameOf, zipDigestName } from '../model/packaging';
import type { PathText } from '../model/pathText';
import { publishFile } from '../publish/place';
import { INCOMPLETE_SUFFIX } from '../publish/publish';
import { checksumLine } from '../records/checksumList';
import { ArchiveNotes } from './archiveNotes';
import { checkZip, type ListedMember } from './checkZip';
import { type ContentsContext, contents } from './contents';
import { writeZip } from './writeZip';

/** Names of the job's own files while the ZIP is made, in the staging folder. */
const ZIP = 'archive.zip';
const DIGEST = 'archive.sha256';
const LIST = 'archive-members.jsonl';
const NOTES = 'archive-notes.jsonl';

/** What making a ZIP needs. */
export interface ArchiveContext extends Omit<ContentsContext, 'notes' | 'notesName' | 'added'> {
  readonly request: JobRequest;
  /** Some items of the job failed: the name says so. */
  readonly isIncomplete: boolean;
  /** Called with the name that the ZIP is going to have, before it has it. */
  naming(name: PathText): void;
  throwIfAbandoned(): void;
}

/**
 * Makes the ZIP of a job beside its payload, with a file that holds its digest. It is written in the staging folder, made
 * durable, read again whole, and only then given its name; so no half ZIP ever has one.
 *
 * @returns The absolute path of the ZIP. Throws a failure; the payload and its records are not touched.
 */
export async function archiveJob(context: ArchiveContext): Promise<PathText> {
  const { scratch, destination } = context;
  onDestination(() => removeLeftovers(scratch));
  const sha256 = await fill(context);
  await checkZip({ folder: scratch, name: ZIP, listName: LIST, sha256 }, context);
  return onDestination(() => {
    const name = freeZipName(context);
    writeDigest(scratch, name, sha256);
    context.throwIfAbandoned();
    context.naming(name);
    // The digest first: whoever finds the ZIP finds it too.
    publishFile(scratch, DIGEST, destination, zipDigestName(name));
    publishFile(scratch, ZIP, destination, name);
    destination.sync();
    return below(destination.path, name);
  });
}

/** Writes the ZIP, the list of what is in it and the notes; gives the SHA-256 of the ZIP, which is durable then. */
async function fill(context: ArchiveContext): Promise<string> {
  const { scratch, request } = context;
  const hash = createHash('sha256');
  const zip = onDestination(() => scratch.createFile(ZIP));
  const list = onDestination(() => new LineWriter(scratch.createFile(LIST)));
  const notes = onDestination(() => new ArchiveNotes(scratch.createFile(NOTES)));
  try {
    const added = (name: string, digests: ListedMember['digests']) =>
      list.writeJson({ name, digests } satisfies ListedMember);
    const members = contents({ ...context, notes, notesName: NOTES, added });
    await writeZip(members, request.zip === 'deflate' ? 'deflate' : 'store', zip, (bytes) => hash.update(bytes));
    list.flush();
    zip.setMode(fileMode());
    zip.sync();
    return hash.digest('hex');
  } finally {
    closeQuietly(zip);
    closeQuietly(list);
    closeQuietly(notes);
  }
}

function writeDigest(scratch: Folder, zipName: PathText, sha256: string): void {
  const lines = new LineWriter(openNew(scratch, DIGEST));
  try {
    lines.write(checksumLine(sha256, zipName));
    lines.sync();
  } finally {
    lines.close();
  }
}

function openNew(folder: Folder, name: PathText) {
  const file = folder.createFile(name);
  file.setMode(fileMode());
  return file;
}

/** A ZIP is handed over: the mode that any program would give it, not staging's. */
function fileMode(): number {
  return 0o666 & ~process.umask();
}

/** The job's own name, with a number where preflight let it be taken or something has taken it since. */
function freeZipName({ request, isIncomplete, destination }: ArchiveContext): PathText {
  const name = `${packageNameOf(request)}${isIncomplete ? INCOMPLETE_SUFFIX : ''}`;
  for (let number = 1; ; number++) {
    const zip = `${number === 1 ? name : numberedName(name, number, true)}.zip`;
    const isTaken = [zip, zipDigestName(zip)].some((each) => destination.find(each) !== undefined);
    if (!isTaken) return zip;
  }
}

/** What a ZIP left that was not finished: by an earlier attempt at the job, or when this one was killed. */
function removeLeftovers(scratch: Folder): void {
  for (const name of [ZIP, DIGEST, LIST, NOTES]) if (scratch.find(name) !== undefined) scratch.removeFile(name);
}
