import type { Proof } from './proof';

/** The proof of a copy that was begun when the copy was: it is read back behind its writer. */
export interface Following {
  /**
   * The proof, when the copy is whole or something has failed. Rejected where the job is cancelled, the copy is given up or
   * the engine cannot go on. No descriptor of the copy may be closed before it is settled.
   */
  readonly proof: Promise<Proof>;
  /** So many bytes from the start of the copy are written. */
  wrote(bytes: number): void;
  /** The copy is whole: its content, its size and its metadata. */
  finish(): void;
  /** Throws where it is known already that there will be no proof. */
  throwIfFailed(): Promise<void>;
  /** Nobody wants the copy any more. Returns when the proof is settled, and never throws. */
  giveUp(): Promise<void>;
}
