import { EXIT } from '../output/exitStatus';
import type { Terminal } from '../output/terminal';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal cancels the job at hand and keeps its staging folder; a second one ends the process at once. */
export class Interruption {
  #cancel: (() => void) | undefined;
  #wasAsked = false;
  readonly #listener = (): void => this.#signalled();

  constructor(
    private readonly process: NodeJS.Process,
    private readonly terminal: Terminal,
  ) {
    for (const signal of SIGNALS) process.on(signal, this.#listener);
  }

  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  /** What the first signal does. If it has come already, it is done at once. */
  onCancel(cancel: () => void): void {
    this.#cancel = cancel;
    if (this.#wasAsked) cancel();
  }

  dispose(): void {
    for (const signal of SIGNALS) this.process.off(signal, this.#listener);
  }

  #signalled(): void {
    if (this.#wasAsked) this.process.exit(EXIT.cancelled);
    this.#wasAsked = true;
    this.terminal.error('Cancelling; once more ends at once.\n');
    this.#cancel?.();
  }
}
