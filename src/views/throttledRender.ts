/**
 * Passes states to a view at most once in `intervalMs`: the first at once, then the latest. Nothing is shown twice, the
 * last state is never lost, and a timer is pending only while there is something to show.
 */
export class ThrottledRender<State> {
  #pending: { readonly state: State } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly render: (state: State) => void,
    private readonly intervalMs: number,
  ) {}

  update(state: State): void {
    if (this.#timer !== undefined) {
      this.#pending = { state };
      return;
    }
    this.#rest();
    this.render(state);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = undefined;
  }

  #rest(): void {
    this.#timer = setTimeout(() => {
      const pending = this.#pending;
      this.#timer = undefined;
      this.#pending = undefined;
      if (pending !== undefined) this.update(pending.state);
    }, this.intervalMs);
  }
}
