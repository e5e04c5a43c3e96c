import { arch, hostname, platform, release } from 'node:os';
import filenamify from 'filenamify';
import { closeQuietly } from '../fs/closeQuietly';
import { onDestination } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { removeTree } from '../fs/removeTree';
import { SystemError } from '../fs/systemError';
import { type Closing, LAST_EVENTS } from '../journal/closing';
import { LineWriter } from '../lines/lineWriter';
import type { HashAlgorithm } from '../model/digest';
import { outcomeJson } from '../model/itemJson';
import { type Attempt, shortId } from '../model/job';
import type { ItemOutcome } from '../model/outcome';
import { type PathText, pathFields, printable } from '../model/pathText';
import type { JobSummary } from '../model/summary';
import { summaryJson } from '../model/summaryJson';
import { VERSION } from '../model/version';
import { findDestination, makeDestination, openOrMakeFolder } from '../plan/destination';
import { checksumLine } from './manifest';

/** The folder beside the payload that holds the records of all jobs. */
export const RECORDS_FOLDER = 'evidence-records';

const REPORT = 'report.json';
const LABEL_LENGTH = 60;
/** Readable by all who may enter the folder: records are made to be handed over. */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

/**
 * Writes the records of one attempt while its outcomes go by. Nothing of them is under its final name before
 * {@link finish}; then all of it is, and durable.
 */
export class RecordsWriter {
  readonly #report: LineWriter;
  readonly #manifests: [HashAlgorithm, LineWriter][];
  #separator = '\n';

  private constructor(
    private readonly root: Folder,
    private readonly folder: Folder,
    /** Absolute path that the records will have. */
    readonly path: PathText,
    private readonly name: PathText,
    attempt: Attempt,
  ) {
    this.#report = new LineWriter(create(folder, REPORT));
    const { hashAlgorithms } = attempt.request;
    this.#manifests = hashAlgorithms.map((name) => [name, new LineWriter(create(folder, manifestName(name)))]);
    this.#report.write(`${JSON.stringify(head(attempt), null, 2).slice(0, -2)},\n  "items": [`);
  }

  /** @param destination The open destination; stays the caller's. Throws a failure of the destination. */
  static open(fs: FileSystem, attempt: Attempt, startedAt: Date, destination: Folder): RecordsWriter {
    return onDestination(() => {
      const { folder } = attempt.request.records;
      const root =
        folder === undefined
          ? openOrMakeFolder(destination, RECORDS_FOLDER)
          : makeDestination(findDestination(fs, folder));
      const { path } = root;
      const name = recordsName(attempt, startedAt);
      if (attempt.attempt > 1) removeUnborn(root, attempt);
      root.makeFolder(unborn(name));
      return new RecordsWriter(root, root.openFolder(unborn(name)), below(path, name), name, attempt);
    });
  }

  /** @param path Of the copy relative to the folder that holds the payload; null where there is no copy. */
  add(outcome: ItemOutcome, path: PathText | null): void {
    onDestination(() => {
      this.#report.write(`${this.#separator}    ${JSON.stringify(outcomeJson(outcome))}`);
      this.#separator = ',\n';
      if (path === null) return;
      for (const [algorithm, manifest] of this.#manifests) {
        const digest = outcome.file?.sourceDigests[algorithm];
        if (digest !== undefined) manifest.write(checksumLine(digest, path));
      }
    });
  }

  /** Completes the records, seals them, makes them durable and gives them their name. */
  finish(summary: JobSummary, closing: Closing): void {
    onDestination(() => {
      const text = JSON.stringify(summaryJson(summary), null, 2).replaceAll('\n', '\n  ');
      const custodyLog = JSON.stringify({ ...closing.head, endsWith: LAST_EVENTS });
      this.#report.write(`\n  ],\n  "summary": ${text},\n  "custodyLog": ${custodyLog}\n}\n`);
      const records = this.#writers().map(([name, writer]) => {
        writer.sync();
        writer.close();
        const { bytes: size, sha256 } = writer.extent;
        return { name, size, sha256 };
      });
      closing.close(this.folder, this.path, records, summary);
      this.folder.setMode(FOLDER_MODE);
      this.folder.sync();
      this.root.moveHere(this.root, unborn(this.name), this.name);
      this.root.sync();
    });
    this.#close();
  }

  /** Removes what was written: half a record is none. */
  abandon(): void {
    for (const [, writer] of this.#writers()) closeQuietly(writer);
    try {
      removeTree(this.root, unborn(this.name));
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
    this.#close();
  }

  #writers(): [name: string, writer: LineWriter][] {
    const manifests = this.#manifests.map(([name, writer]): [string, LineWriter] => [manifestName(name), writer]);
    return [[REPORT, this.#report], ...manifests];
  }

  #close(): void {
    this.folder.close();
    this.root.close();
  }
}

/** `2026-11-03T21-55-00Z corner shop 1a2b3c4d`: sorts by time, and holds on any file system. */
function recordsName({ jobId, attempt, request }: Attempt, startedAt: Date): PathText {
  const time = startedAt.toISOString().slice(0, 19).replaceAll(':', '-');
  const label = filenamify(printable(request.label), { replacement: '_', maxLength: LABEL_LENGTH });
  const further = attempt > 1 ? ` ${attempt}` : '';
  return `${time}Z ${label} ${shortId(jobId)}${further}`;
}

function manifestName(algorithm: HashAlgorithm): string {
  return `manifest-${algorithm}.txt`;
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

function create(folder: Folder, name: string) {
  const file = folder.createFile(name);
  file.setMode(FILE_MODE);
  return file;
}

function head({ jobId, attempt, request }: Attempt): Record<string, unknown> {
  const paths = (list: readonly PathText[]) => list.map((path) => pathFields('path', path));
  return {
    format: 'evidence-copy report',
    formatVersion: 1,
    tool: { name: 'Evidence Copy', version: VERSION, node: process.versions.node },
    host: { name: hostname(), system: `${platform()} ${release()} ${arch()}` },
    job: {
      jobId,
      attempt,
      request: {
        ...request,
        label: printable(request.label),
        sources: paths(request.sources),
        destinations: paths(request.destinations),
        records: { ...request.records, ...(request.records.folder && pathFields('folder', request.records.folder)) },
      },
    },
  };
}
