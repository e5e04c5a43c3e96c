import type { Folder } from '../fs/fileSystem';
import { LineWriter } from '../lines/lineWriter';
import type { Failure } from '../model/failure';
import type { Attempt } from '../model/job';
import type { PlanTotals } from '../model/plan';

/** Name of the journal in its staging folder. */
export const JOURNAL_NAME = 'journal.jsonl';

/** What a job writes down about itself while it runs. */
export type JournalEvent =
  | { event: 'jobStarted'; attempt: Attempt }
  | { event: 'planFrozen'; totals: PlanTotals }
  | { event: 'copied' }
  | { event: 'validated'; findings: number }
  | { event: 'published' }
  | { event: 'stopped'; failure: Failure };

/**
 * The diary of a job in its staging folder: JSON lines, each with a sequence number and the time in UTC and by the
 * monotonic clock. What has to survive a crash is made durable with {@link sync}.
 */
export class Journal {
  readonly #lines: LineWriter;
  #sequence = 0;

  private constructor(lines: LineWriter) {
    this.#lines = lines;
  }

  /** Starts a journal in a new staging folder. */
  static create(folder: Folder): Journal {
    return new Journal(new LineWriter(folder.createFile(JOURNAL_NAME)));
  }

  append(event: JournalEvent): void {
    const time = {
      sequence: this.#sequence++,
      utc: new Date().toISOString(),
      monotonicNs: String(process.hrtime.bigint()),
    };
    this.#lines.writeJson({ ...time, ...event });
  }

  /** Makes everything that was appended durable. */
  sync(): void {
    this.#lines.sync();
  }

  close(): void {
    this.#lines.close();
  }
}
