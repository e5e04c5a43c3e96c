import { copyFileWhole } from '../fs/copyFileWhole';
import type { Folder } from '../fs/fileSystem';
import { LineWriter } from '../lines/lineWriter';
import type { Attempt } from '../model/job/job';
import type { JobSummary } from '../model/result/summary';
import type { ChainHead } from './chain';
import type { CustodyEvent, RecordFile } from './custodyEvent';
import { CUSTODY_NAME, type CustodyLog, copyLog } from './custodyLog';
import { recordOf, writeSeal } from './seal';

/** How every custody log ends whose attempt ran to its end and has records. */
export const LAST_EVENTS = ['recordsWritten', 'jobFinished'] as const satisfies readonly CustodyEvent['event'][];

/** What of an attempt that is not complete goes with its records: a further one begins from it. */
export const KEPT_WORK = ['plan.jsonl', 'ledger.jsonl'] as const;

/**
 * Closes the records of an attempt: the custody log gets its last entries, a copy of it goes to the records, and the seal
 * says how far it goes and what every record is.
 */
export class Closing {
  constructor(
    private readonly attempt: Attempt,
    private readonly staging: Folder,
    /** Plan and ledger of the attempt. */
    private readonly attemptFolder: Folder,
    private readonly custody: CustodyLog,
  ) {}

  /** How far the log goes before its last entries: a report that names it shows later whether they were cut. */
  get head(): ChainHead {
    return this.custody.head;
  }

  /**
   * @param folder Of the records, which does not have its name yet. Stays the caller's; everything in it is durable.
   * @param path Absolute path that it will have.
   * Throws what the file system throws.
   */
  close(folder: Folder, path: string, written: readonly RecordFile[], summary: JobSummary): void {
    const records = [...written, ...this.#keepWork(folder, summary)];
    this.custody.append({ event: 'recordsWritten', folder: path, records });
    this.end(summary);
    const copy = folder.createFile(CUSTODY_NAME);
    const lines = new LineWriter(copy);
    try {
      copy.setMode(0o644);
      copyLog(this.staging, this.custody.bytes, lines);
      lines.sync();
    } finally {
      lines.close();
    }
    const { jobId, attempt } = this.attempt;
    writeSeal(folder, { jobId, attempt, custody: this.custody.head, records });
  }

  #keepWork(folder: Folder, { status }: JobSummary): RecordFile[] {
    if (status === 'complete') return [];
    return KEPT_WORK.flatMap((name) => {
      copyFileWhole(this.attemptFolder, folder, name);
      return recordOf(folder, name) ?? [];
    });
  }

  /** Notes durably that the attempt ran to its end. */
  end(summary: JobSummary): void {
    this.custody.append({ event: 'jobFinished', summary });
    this.custody.sync();
  }
}
