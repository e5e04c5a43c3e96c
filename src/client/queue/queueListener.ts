import type { ItemOutcome } from '../../engine/model/item/outcome';
import type { Attempt } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { LogLevel } from '../../engine/model/thread/logLevel';
import type { LockOwner } from './queueLock';
import type { EndedJob, Queue } from './queueState';

/** All there is to know about the queue at one moment. Never changed in place: a new state replaces it. */
export interface QueueState extends Queue {
  /** The other window that has the queue: until it gives it back, the queue can only be looked at. Else null. */
  readonly elsewhere: { readonly owner: LockOwner } | null;
}

/** What is wrong with the file of the queue. */
export type QueueTrouble =
  /** It could not be read and was put aside, under this absolute path. */
  | { readonly kind: 'damaged'; readonly path: string }
  /** It could not be read or written: the queue works, but will not outlive the window. */
  | { readonly kind: 'notSaved'; readonly cause: string };

/** What may be heard of the queue. A listener that throws is reported and disturbs nothing. */
export interface QueueListener {
  onDidChange?(state: QueueState): void;
  onDidStart?(attempt: Attempt): void;
  /** The final outcomes of items of the job that failed, in batches. */
  onFailedItems?(attempt: Attempt, outcomes: readonly ItemOutcome[]): void;
  /** A device does not answer the running job, or answers again. */
  onStalled?(attempt: Attempt, isStalled: boolean): void;
  onLog?(level: LogLevel, message: string): void;
  onDidEnd?(attempt: Attempt, summary: JobSummary): void;
  /** A waiting job was taken out before it began: it has no summary. */
  onDidRemove?(attempt: Attempt): void;
  /** Jobs were found that were interrupted, by the end of this window or another. Each is told once. */
  onInterrupted?(jobs: readonly EndedJob[]): void;
  onTrouble?(trouble: QueueTrouble): void;
}
