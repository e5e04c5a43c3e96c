import type * as vscode from 'vscode';

/** What a person is told once and never again, in any window. */
export class ToldOnce {
  constructor(private readonly state: vscode.Memento) {}

  /** Whether this has not been told yet; from now on it has. */
  async isFirst(what: 'stayAwake'): Promise<boolean> {
    const key = `told:${what}`;
    if (this.state.get<unknown>(key) === true) return false;
    await this.state.update(key, true);
    return true;
  }
}
