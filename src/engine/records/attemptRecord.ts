import type { Folder } from '../fs/fileSystem';
import type { ChainHead } from '../journal/chain';
import type { LineWriter } from '../lines/lineWriter';
import type { ItemOutcome } from '../model/item/outcome';
import type { Attempt } from '../model/job/job';
import type { JobSummary } from '../model/result/summary';
import type { PathText } from '../model/text/pathText';
import type { Surroundings } from './surroundings';

/** What is known when the records are begun. */
export interface RecordHead {
  readonly attempt: Attempt;
  readonly surroundings: Surroundings;
}

/** What is known when all outcomes went by. */
export interface RecordEnding {
  readonly summary: JobSummary;
  /** How far the custody log goes before its last entries. */
  readonly custodyLog: ChainHead;
}

/** One record of an attempt. It is written while the outcomes go by, so its memory does not depend on their number. */
export interface AttemptRecord {
  begin(head: RecordHead): void;
  /** @param path Of the copy relative to the folder that holds the payload; null where there is no copy. */
  add(outcome: ItemOutcome, path: PathText | null): void;
  finish(ending: RecordEnding): void;
  /** Gives up working files of its own; the folder they lie in is going to be removed. */
  abandon?(): void;
}

/** A record by its file name, and how to make it. */
export interface RecordKind {
  readonly name: string;
  /**
   * @param lines Of the file; stays the caller's to sync and close.
   * @param folder The unfinished folder of the records, for working files that are gone when the record is finished.
   */
  open(lines: LineWriter, folder: Folder): AttemptRecord;
}
