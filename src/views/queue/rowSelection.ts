import type * as vscode from 'vscode';

/**
 * Which rows of a tree are selected. VS Code's own list is empty from the moment the tree is drawn anew as a whole until
 * each row was asked for again; a key that is pressed just then is still for what the person sees selected.
 */
export class RowSelection implements vscode.Disposable {
  #lastTold: readonly string[] = [];
  readonly #subscription: vscode.Disposable;

  /** @param isThere Whether there still is a row with this id. */
  constructor(
    private readonly view: Pick<vscode.TreeView<string>, 'selection' | 'onDidChangeSelection'>,
    private readonly isThere: (row: string) => boolean,
  ) {
    this.#subscription = view.onDidChangeSelection(({ selection }) => {
      this.#lastTold = selection;
    });
  }

  /** Ids of the selected rows, from the one that was selected first. */
  rows(): readonly string[] {
    return this.view.selection.length > 0 ? this.view.selection : this.#lastTold.filter(this.isThere);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
