import filenamify from 'filenamify';
import type { FileSystem, Folder, OpenFile } from '../fs/fileSystem';
import { below } from '../fs/names';
import { removeTree } from '../fs/removeTree';
import { SystemError } from '../fs/systemError';
import { RECORDS_FOLDER } from '../model/audit/manifestNames';
import { type Attempt, shortId } from '../model/job/job';
import { type PathText, printable } from '../model/text/pathText';
import { findDestination, makeDestination, openOrMakeFolder } from '../plan/destination';

const LABEL_LENGTH = 60;
/** Readable by all who may enter the folder: records are made to be handed over. */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

/** The folder of the records of one attempt: under a temporary name until everything in it is durable. */
export class RecordsFolder {
  private constructor(
    private readonly root: Folder,
    private readonly name: PathText,
    /** Open, under its temporary name. */
    readonly folder: Folder,
  ) {}

  /**
   * Makes the folder for an attempt.
   *
   * @param payload The open folder that the payload lies in; stays the caller's. Throws what the file system throws.
   */
  static make(fs: FileSystem, attempt: Attempt, startedAt: Date, payload: Folder): RecordsFolder {
    const { folder } = attempt.request.records;
    const root =
      folder === undefined ? openOrMakeFolder(payload, RECORDS_FOLDER) : makeDestination(findDestination(fs, folder));
    const name = nameFor(attempt, startedAt);
    if (attempt.attempt > 1) removeUnborn(root, attempt);
    root.makeFolder(unborn(name));
    return new RecordsFolder(root, name, root.openFolder(unborn(name)));
  }

  /** Absolute path that it will have. */
  get path(): PathText {
    return below(this.root.path, this.name);
  }

  createFile(name: string): OpenFile {
    const file = this.folder.createFile(name);
    file.setMode(FILE_MODE);
    return file;
  }

  /** Gives the folder its name, durably; what lies in it has to be durable. */
  publish(): void {
    this.folder.setMode(FOLDER_MODE);
    this.folder.sync();
    this.root.moveHere(this.root, unborn(this.name), this.name);
    this.root.sync();
    this.close();
  }

  /** Removes it with all that lies in it: half a record is none. */
  remove(): void {
    try {
      removeTree(this.root, unborn(this.name));
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
    this.close();
  }

  private close(): void {
    this.folder.close();
    this.root.close();
  }
}

/** `2026-11-03T21-55-00Z corner shop 1a2b3c4d`: sorts by time, and holds on any file system. */
function nameFor({ jobId, attempt, request }: Attempt, startedAt: Date): PathText {
  const time = startedAt.toISOString().slice(0, 19).replaceAll(':', '-');
  const label = filenamify(printable(request.label), { replacement: '_', maxLength: LABEL_LENGTH });
  const further = attempt > 1 ? ` ${attempt}` : '';
  return `${time}Z ${label} ${shortId(jobId)}${further}`;
}

/** Records of this job that never got their name: an earlier attempt was killed over them. */
function removeUnborn(root: Folder, { jobId }: Attempt): void {
  for (const name of [...root.names()]) {
    if (/^\..*\.new$/.test(name) && name.includes(` ${shortId(jobId)}`)) removeTree(root, name);
  }
}

function unborn(name: PathText): PathText {
  return `.${name}.new`;
}
