/** The tasks of a lane take turns: they use the same buffers. */
export class Turns {
  #last = Promise.resolve();

  /** The turn after all that were asked for before, when it has come. */
  async next(): Promise<Turn> {
    const turn = new Turn(this);
    await turn.begin();
    return turn;
  }

  /** Queues up: what it resolves to ends the turn that begins then. */
  async take(): Promise<() => void> {
    const before = this.#last;
    let end = () => {};
    this.#last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}

/** Lets one task work while the others wait. */
export class Turn {
  #end: () => void = () => {};

  constructor(private readonly turns: Turns) {}

  /** Waits until it has come. */
  async begin(): Promise<void> {
    this.#end = await this.turns.take();
  }

  /** Lets others work until `outside` is settled, which must not be rejected, and waits for a further turn. */
  async yieldUntil(outside: Promise<void>): Promise<void> {
    this.end();
    await outside;
    await this.begin();
  }

  end(): void {
    this.#end();
  }
}
