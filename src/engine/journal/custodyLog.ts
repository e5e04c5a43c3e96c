import type { Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { LineWriter } from '../lines/lineWriter';
import { type ChainHead, chainLine, EMPTY_CHAIN, headAfter } from './chain';
import type { CustodyEvent } from './custodyEvent';

/** Name of the custody log, in the staging folder and in the records. */
export const CUSTODY_NAME = 'custody.jsonl';

/** Name of a log that is being continued. */
const CONTINUED_NAME = `${CUSTODY_NAME}.new`;
const BLOCK = 256 * 1024;

/**
 * The custody log of a job while it is written: at once audit trail, crash journal and the state from which the job is
 * resumed. Append-only JSON lines, each with its number, the time in UTC and by the monotonic clock, and the hash of the
 * line before. What has to survive a crash is made durable with {@link sync}; no entry may be written before what it tells
 * of is durable itself.
 */
export class CustodyLog {
  private constructor(
    private readonly lines: LineWriter,
    private at: ChainHead,
  ) {}

  /** Starts a log in a folder that has none. */
  static create(folder: Folder): CustodyLog {
    return new CustodyLog(new LineWriter(folder.createFile(CUSTODY_NAME)), EMPTY_CHAIN);
  }

  /**
   * Continues the log that lies in `from`, as far as it was read, with one more entry: in `folder`, which may be the same.
   * A copy with that entry takes its place in one step, durably: what was torn is gone, and no file is opened for writing
   * that this process did not make.
   */
  static continue(from: Folder, end: ChainHead & { readonly bytes: number }, folder: Folder, event: CustodyEvent) {
    if (folder.find(CONTINUED_NAME) !== undefined) folder.removeFile(CONTINUED_NAME);
    const log = new CustodyLog(new LineWriter(folder.createFile(CONTINUED_NAME)), {
      entries: end.entries,
      head: end.head,
    });
    try {
      copyLog(from, end.bytes, log.lines);
      log.append(event);
      log.sync();
      folder.moveHere(folder, CONTINUED_NAME, CUSTODY_NAME);
      folder.sync();
      return log;
    } catch (error) {
      log.close();
      throw error;
    }
  }

  /** How far it goes, whether durable or not. */
  get head(): ChainHead {
    return this.at;
  }

  /** Bytes of all entries that were made durable. */
  get bytes(): number {
    return this.lines.extent.bytes;
  }

  append(event: CustodyEvent): void {
    const line = chainLine(this.at, event);
    this.lines.write(`${line}\n`);
    this.at = headAfter(this.at, line);
  }

  /** Makes everything that was appended durable. */
  sync(): void {
    this.lines.sync();
  }

  close(): void {
    this.lines.close();
  }
}

/** Copies the first bytes of the log in `from`, which hold whole lines. Throws what the file system throws. */
export function copyLog(from: Folder, bytes: number, lines: LineWriter): void {
  const file = from.openFile(CUSTODY_NAME);
  try {
    for (let position = 0; position < bytes; ) {
      const block = Buffer.alloc(Math.min(BLOCK, bytes - position));
      const count = file.read(block, block.length, position);
      if (count === 0) throw new SystemError('EIO', 'read', file.path, 'the file has become shorter (EIO, read)');
      lines.write(block.subarray(0, count));
      position += count;
    }
  } finally {
    file.close();
  }
}
