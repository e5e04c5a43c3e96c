import { closeQuietly } from '../fs/closeQuietly';
import { onDestination } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import type { Closing } from '../journal/closing';
import { LineWriter } from '../lines/lineWriter';
import type { ItemOutcome } from '../model/item/outcome';
import type { Attempt } from '../model/job/job';
import type { JobSummary } from '../model/result/summary';
import type { PathText } from '../model/text/pathText';
import type { AttemptRecord, RecordHead, RecordKind } from './attemptRecord';
import { checksumLists } from './checksumList';
import { filesCsv } from './filesCsv';
import { hashdeepList } from './hashdeepList';
import { reportHtml } from './html/reportHtml';
import { jobJson } from './jobJson';
import { RecordsFolder } from './recordsFolder';
import { reportJson } from './reportJson';

/** The records of an attempt, in the order in which they are written. */
function kindsFor({ request }: Attempt): readonly RecordKind[] {
  return [reportHtml, reportJson, filesCsv, jobJson, ...checksumLists(request.hashAlgorithms), hashdeepList];
}

/** A record that is being written. */
interface OpenRecord {
  readonly name: string;
  readonly lines: LineWriter;
  readonly record: AttemptRecord;
}

/**
 * Writes the records of one attempt while its outcomes go by. Nothing of them is under its final name before
 * {@link finish}; then all of it is, and durable.
 */
export class RecordsWriter {
  private constructor(
    private readonly folder: RecordsFolder,
    private readonly records: readonly OpenRecord[],
  ) {}

  /** @param payload The open folder that holds the payload; stays the caller's. Throws a failure of the destination. */
  static open(fs: FileSystem, head: RecordHead, startedAt: Date, payload: Folder): RecordsWriter {
    return onDestination(() => {
      const folder = RecordsFolder.make(fs, head.attempt, startedAt, payload);
      const records: OpenRecord[] = [];
      try {
        for (const { name, open } of kindsFor(head.attempt)) {
          const lines = new LineWriter(folder.createFile(name));
          const record = open(lines, folder.folder);
          records.push({ name, lines, record });
          record.begin(head);
        }
        return new RecordsWriter(folder, records);
      } catch (error) {
        abandon(records);
        folder.remove();
        throw error;
      }
    });
  }

  /** Absolute path that the records will have. */
  get path(): PathText {
    return this.folder.path;
  }

  /** @param path Of the copy relative to the folder that holds the payload; null where there is no copy. */
  add(outcome: ItemOutcome, path: PathText | null): void {
    onDestination(() => {
      for (const { record } of this.records) record.add(outcome, path);
    });
  }

  /** Completes the records, seals them, makes them durable and gives them their name. */
  finish(summary: JobSummary, closing: Closing): void {
    onDestination(() => {
      const written = this.records.map(({ name, lines, record }) => {
        record.finish({ summary, custodyLog: closing.head });
        lines.sync();
        lines.close();
        const { bytes: size, sha256 } = lines.extent;
        return { name, size, sha256 };
      });
      closing.close(this.folder.folder, this.path, written, summary);
      this.folder.publish();
    });
  }

  /** Removes what was written: half a record is none. */
  abandon(): void {
    abandon(this.records);
    this.folder.remove();
  }
}

function abandon(records: readonly OpenRecord[]): void {
  for (const { lines, record } of records) {
    closeQuietly(lines);
    closeQuietly({ close: () => record.abandon?.() });
  }
}
