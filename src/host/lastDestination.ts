import * as vscode from 'vscode';

const KEY = 'lastDestination';

/** The destination that was chosen last, offered again the next time. The only place that touches the stored state. */
export class LastDestination {
  constructor(private readonly state: vscode.Memento) {}

  /** The folder that was chosen last on this kind of machine, if any. It may be gone by now. */
  get(): vscode.Uri | undefined {
    const path = this.state.get<unknown>(this.#key());
    return typeof path === 'string' ? vscode.Uri.file(path) : undefined;
  }

  async set(folder: string): Promise<void> {
    await this.state.update(this.#key(), folder);
  }

  // The state is kept with the window's user, not with the machine: a path on a server means nothing elsewhere.
  #key(): string {
    return `${KEY}:${vscode.env.remoteName ?? 'local'}`;
  }
}
