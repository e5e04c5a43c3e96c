import type { ItemOutcome } from '../model/item/outcome';

/**
 * Tells final outcomes in the order of the plan, and knows how many were told: so that a job that stops while it tells
 * them tells none of them twice.
 */
export class OutcomeTeller {
  #told = 0;

  /** @param listeners Each gets every outcome. */
  constructor(private readonly listeners: readonly ((outcome: ItemOutcome) => void)[]) {}

  /** Number of outcomes told: those of the first items of the plan. */
  get told(): number {
    return this.#told;
  }

  readonly tell = (outcome: ItemOutcome): void => {
    this.#told++;
    for (const listener of this.listeners) listener(outcome);
  };
}
