import type { Folder } from '../fs/fileSystem';
import { LineWriter } from '../lines/lineWriter';
import { type ChainHead, chainLine, EMPTY_CHAIN, headAfter } from './chain';
import type { CustodyEvent } from './custodyEvent';

/** Name of the custody log, in the staging folder and in the records. */
export const CUSTODY_NAME = 'custody.jsonl';

/**
 * The custody log of a job while it is written: at once audit trail, crash journal and the state from which the job is
 * resumed. Append-only JSON lines, each with its number, the time in UTC and by the monotonic clock, and the hash of the
 * line before. What has to survive a crash is made durable with {@link sync}; no entry may be written before what it tells
 * of is durable itself.
 */
export class CustodyLog {
  readonly #lines: LineWriter;
  #head: ChainHead = EMPTY_CHAIN;

  private constructor(lines: LineWriter) {
    this.#lines = lines;
  }

  /** Starts a log in a folder that has none. */
  static create(folder: Folder): CustodyLog {
    return new CustodyLog(new LineWriter(folder.createFile(CUSTODY_NAME)));
  }

  /** How far it goes, whether durable or not. */
  get head(): ChainHead {
    return this.#head;
  }

  append(event: CustodyEvent): void {
    const line = chainLine(this.#head, event);
    this.#lines.write(`${line}\n`);
    this.#head = headAfter(this.#head, line);
  }

  /** Makes everything that was appended durable. */
  sync(): void {
    this.#lines.sync();
  }

  close(): void {
    this.#lines.close();
  }
}
