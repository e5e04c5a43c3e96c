/** Passes what happens on to all that listen. */
export class Listeners<Listener> {
  readonly #listeners = new Set<Listener>();

  /** `reportError` takes what a listener throws. */
  constructor(private readonly reportError: (error: unknown) => void) {}

  add(listener: Listener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  tell(say: (listener: Listener) => void): void {
    for (const listener of this.#listeners) {
      try {
        say(listener);
      } catch (error) {
        this.reportError(error);
      }
    }
  }
}
