import type { DigestSource } from '../digests/digester';
import { failureFrom, sourceFailure } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { nameOf, parentOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure/failure';
import type { PathText } from '../model/text/pathText';
import { CancelledError, type JobControl } from '../model/thread/jobControl';
import { GradeTally } from '../verify/gradeTally';
import type { UncachedReader } from '../verify/uncachedReader';
import type { Met } from './auditTree';
import type { Findings } from './findings';
import { openBelow } from './openBelow';

/** Digests by algorithm, lower-case hexadecimal. */
export type Digests = Readonly<Partial<Record<string, string>>>;

/** Reads the files of an audited folder for their digests, and keeps count of how each was read. */
export class AuditReader {
  readonly grades = new GradeTally();
  #bytes = 0;

  constructor(
    private readonly root: Folder,
    private readonly reader: UncachedReader,
    private readonly digests: DigestSource<string>,
    private readonly control: JobControl,
    private readonly findings: Findings,
  ) {}

  /** Bytes that were read. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The digests of a file where it was met; undefined where it cannot be read, which is a finding. */
  read({ folder, name, path }: Met): Digests | undefined {
    return this.#attempt(path, () => this.#digestsOf(folder, name));
  }

  /** What a link points to where it was met; undefined where it cannot be read, which is a finding. */
  readLink({ folder, name, path }: Met): PathText | undefined {
    return this.#attempt(path, () => folder.readLink(name));
  }

  /** The same as `read` for a file that was met before, by its path below the audited folder. */
  readAgain(path: PathText): Digests | undefined {
    return this.#attempt(path, () => {
      const parent = parentOf(path);
      if (parent === '') return this.#digestsOf(this.root, path);
      const folder = openBelow(this.root, parent);
      try {
        return this.#digestsOf(folder, nameOf(path));
      } finally {
        folder.close();
      }
    });
  }

  #digestsOf(folder: Folder, name: PathText): Digests {
    const opened = this.reader.open(folder, name, true);
    try {
      const { size } = opened.file.stat();
      const { bytes, digests, reason } = this.reader.read(opened, size, {
        digester: this.digests,
        checkpoint: this.control.checkpoint,
        advance: (count) => this.control.shared.add('workDone', count),
        onError: sourceFailure,
      });
      this.#bytes += bytes;
      if (size > 0) this.grades.add(reason === undefined ? 'device' : 'readBack', reason);
      return digests;
    } finally {
      opened.file.close();
    }
  }

  #attempt<T>(path: PathText, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      const isOfTheFile = error instanceof FailureError || error instanceof SystemError;
      if (!isOfTheFile || error instanceof CancelledError) throw error;
      this.findings.addFor('errors', path, { code: 'unreadable', failure: failureFrom(error) });
      return undefined;
    }
  }
}
