import { setImmediate } from 'node:timers/promises';
import { SEGMENT } from '../verify/follow';
import type { Following } from '../verify/following';
import { type Proof, throwIfUnproved } from '../verify/proof';
import type { WriteProgress } from '../verify/writeProgress';

/** A copy that the proof lane reads back behind its writer. */
export class LaneFollowing implements Following {
  #early: Proof | { readonly rejected: unknown } | undefined;
  #listenAt = SEGMENT;
  #wrote = 0;

  /** @param proof What the lane will answer. */
  constructor(
    private readonly progress: WriteProgress,
    readonly proof: Promise<Proof>,
  ) {
    proof.then(
      (early) => (this.#early = early),
      (rejected: unknown) => (this.#early = { rejected }),
    );
  }

  wrote(bytes: number): void {
    this.#wrote = bytes;
    this.progress.wrote(bytes);
  }

  finish(): void {
    this.progress.finish();
  }

  async throwIfFailed(): Promise<void> {
    if (this.#wrote >= this.#listenAt) {
      this.#listenAt += SEGMENT;
      // A thread that copies hears nothing of its lanes.
      await setImmediate();
    }
    if (this.#early === undefined) return;
    if ('rejected' in this.#early) throw this.#early.rejected;
    throwIfUnproved(this.#early);
  }

  async giveUp(): Promise<void> {
    this.progress.giveUp();
    await this.proof.catch(() => {});
  }
}
