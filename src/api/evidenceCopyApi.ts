/**
 * What other extensions get from `activate()` of Evidence Copy. This file needs nothing but VS Code's own types: copy it
 * into your extension. How it is used stands in `docs/api.md`.
 */

import type { Event } from 'vscode';

/** The exported API. A change that would break a caller has another `apiVersion`. */
export interface EvidenceCopyApi {
  readonly apiVersion: 1;

  /**
   * Adds a job at the end of the Batch Queue. It begins as soon as none runs with `atOnce`; with `withQueue`, which is the
   * default, once the person has started the queue. Resolves when the job is in the queue.
   *
   * Rejects with an `Error` whose message is a sentence for people if the job is not valid, in Restricted Mode, and while
   * another window has the queue; nothing is queued then.
   */
  enqueue(job: EvidenceCopyJob, start?: 'atOnce' | 'withQueue'): Promise<EnqueuedJob>;

  /** A job of the queue ended in this window, whoever has added it. */
  readonly onDidFinishJob: Event<FinishedJob>;
}

/** A job as it stands in a `*.evidence-job.json`, with absolute paths. Unknown keys are refused. */
export interface EvidenceCopyJob {
  /** One line; without it the name of the first source. */
  readonly label?: string;
  readonly caseData?: EvidenceCopyCaseData;
  /** Absolute paths of files and folders on the machine that the extension runs on. */
  readonly sources: readonly string[];
  /** Absolute paths of up to eight folders; each gets the whole copy, and is made if it does not exist. */
  readonly destinations: readonly string[];
  /** Folders below the destination, such as `{caseNumber}/{businessName}`. */
  readonly folderTemplate?: string;
  readonly verification?: 'stream' | 'readBack' | 'device' | 'deviceAndSource';
  readonly requireGrade?: boolean;
  readonly retryMismatch?: boolean;
  /** With `sha256` or `sha512` among them. */
  readonly hashAlgorithms?: readonly ('sha256' | 'md5' | 'sha1' | 'sha512' | 'blake3' | 'xxh128')[];
  readonly useBufferReuse?: boolean;
  readonly bufferSizeKB?: number;
  readonly lanes?: 'auto' | '1' | '2' | '3' | '4';
  readonly layout?: 'plain' | 'bag';
  readonly zip?: 'none' | 'store' | 'deflate';
  readonly conflict?: 'fail' | 'skipIdentical' | 'rename' | 'overwrite';
  readonly onItemError?: 'continue' | 'stop';
  readonly onReadError?: 'fail' | 'keepReadable';
  readonly onSourceChange?: 'fail' | 'keepAsSeen';
}

/** What belongs on record about a case; all of it is optional. */
export interface EvidenceCopyCaseData {
  readonly caseNumber?: string;
  readonly exhibit?: string;
  readonly examiner?: string;
  readonly examinerId?: string;
  readonly organisation?: string;
  readonly businessName?: string;
  readonly location?: string;
  /** As the recorder shows it, such as `2026-11-03T21:55:00`. */
  readonly start?: string;
  readonly end?: string;
  readonly recorder?: { readonly make?: string; readonly model?: string; readonly serial?: string };
  readonly writeBlocker?: string;
  readonly recorderClock?: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly recorderZone?: string;
  /** With its zone, such as `2026-11-10T09:00:00Z`. */
  readonly referenceClock?: string;
  readonly notes?: string;
}

/** A job that is in the queue. */
export interface EnqueuedJob {
  /** A UUID; further attempts of the job have the same. */
  readonly jobId: string;
}

/** How a job ended. Only `complete` means that everything was copied. */
export interface FinishedJob {
  readonly jobId: string;
  readonly label: string;
  /** From 1; a retry is the next attempt of the same job. */
  readonly attempt: number;
  readonly status: 'complete' | 'incomplete' | 'failed' | 'cancelled' | 'interrupted';
  readonly gradeRequested: string;
  /** What was done to prove the copy: the lowest grade of its files; null where no file has one. */
  readonly grade: string | null;
  /** Files copied, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly failureCount: number;
  readonly destination: string;
  /** The folder with the records of this attempt; null where none were written. */
  readonly recordsDir: string | null;
}
