import { createHash } from 'node:crypto';
import { closeQuietly } from '../fs/closeQuietly';
import { onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below, numberedName } from '../fs/names';
import { LineWriter } from '../lines/lineWriter';
import type { JobRequest } from '../model/job/job';
import { packageNameOf, zipDigestName } from '../model/job/packaging';
import type { PathText } from '../model/text/pathText';
import { nameFile } from '../publish/place';
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
  onDestination(() => {
    takeBackDigest(context);
    removeLeftovers(scratch);
  });
  const sha256 = await fill(context);
  await checkZip({ folder: scratch, name: ZIP, listName: LIST, sha256 }, context);
  return onDestination(() => {
    const name = freeZipName(context);
    writeDigest(scratch, name, sha256);
    context.throwIfAbandoned();
    context.naming(name);
    // The digest first: whoever finds the ZIP finds it too. Both go from staging with the staging folder.
    nameFile(scratch, DIGEST, destination, zipDigestName(name));
    nameFile(scratch, ZIP, destination, name);
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
    lines.writeNames(checksumLine(sha256, zipName));
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
function freeZipName(context: ArchiveContext): PathText {
  for (let number = 1; ; number++) {
    const zip = zipName(context, number);
    if (!isTaken(zip, context)) return zip;
  }
}

function zipName({ request, isIncomplete }: ArchiveContext, number: number): PathText {
  const name = `${packageNameOf(request)}${isIncomplete ? INCOMPLETE_SUFFIX : ''}`;
  return `${number === 1 ? name : numberedName(name, number, true)}.zip`;
}

function isTaken(zip: PathText, { destination }: ArchiveContext): boolean {
  return [zip, zipDigestName(zip)].some((each) => destination.find(each) !== undefined);
}

/** An attempt that was cut off between the two names has left a digest without its ZIP: the very file that is in staging. */
function takeBackDigest(context: ArchiveContext): void {
  const { scratch, destination } = context;
  const staged = scratch.find(DIGEST);
  if (staged === undefined) return;
  for (let number = 1; isTaken(zipName(context, number), context); number++) {
    const zip = zipName(context, number);
    const given = destination.find(zipDigestName(zip));
    const isOurs = given?.ino === staged.ino && given.dev === staged.dev;
    if (isOurs && destination.find(zip) === undefined) destination.removeFile(zipDigestName(zip));
  }
}

/** What a ZIP left that was not finished: by an earlier attempt at the job, or when this one was killed. */
function removeLeftovers(scratch: Folder): void {
  for (const name of [ZIP, DIGEST, LIST, NOTES]) if (scratch.find(name) !== undefined) scratch.removeFile(name);
}
