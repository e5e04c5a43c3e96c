import { type Proof, type ProvingContext, prove, type Unproved } from './prove';

/** Proves groups of copies, one group at a time, in the order in which they were given. */
export interface Prover {
  /**
   * Proves a group, or begins to. No descriptor of it may be closed before a promise is settled: its number could come to
   * mean another file.
   *
   * @param isLast Nothing else is to be done meanwhile but to wait for the group before.
   * @returns One proof for each copy. A promise where other work can be done meanwhile; it is rejected, and anything else
   * is thrown, where the job is cancelled or the engine cannot go on.
   */
  prove(files: readonly Unproved[], isLast: boolean): Promise<readonly Proof[]> | readonly Proof[];
}

/** Proves on the thread that copies. */
export class InlineProver implements Prover {
  constructor(private readonly context: ProvingContext) {}

  prove(files: readonly Unproved[]): readonly Proof[] {
    return prove(files, this.context);
  }
}
