import * as vscode from 'vscode';

/** A context key of VS Code as a value that is sent only when it changes. */
export class ContextKey<Value extends string> implements vscode.Disposable {
  #value: Value | undefined;

  constructor(private readonly id: string) {}

  set(value: Value): void {
    if (value === this.#value) return;
    this.#value = value;
    void vscode.commands.executeCommand('setContext', this.id, value);
  }

  /** Takes the key away, so that nothing stays enabled by it. */
  dispose(): void {
    this.#value = undefined;
    void vscode.commands.executeCommand('setContext', this.id, undefined);
  }
}
