import { expect, test } from 'vitest';
import type * as vscode from 'vscode';
import { RowSelection } from '../../src/views/queue/rowSelection';

type SelectionEvent = vscode.TreeViewSelectionChangeEvent<string>;

/** A tree as VS Code gives it: it tells when the person selects, and not when it forgets its rows for a moment. */
class Tree {
  selection: readonly string[] = [];
  #listener: ((event: SelectionEvent) => void) | undefined;

  readonly onDidChangeSelection: vscode.Event<SelectionEvent> = (listener) => {
    this.#listener = listener;
    return { dispose: () => (this.#listener = undefined) };
  };

  select(...rows: readonly string[]): void {
    this.selection = rows;
    this.#listener?.({ selection: rows });
  }

  forget(): void {
    this.selection = [];
  }
}

test('what the person selected is selected while the tree is drawn anew, as far as it is still there', () => {
  const tree = new Tree();
  const there = new Set(['a', 'b', 'c']);
  const selected = new RowSelection(tree, (row) => there.has(row));
  tree.select('b', 'a');
  expect(selected.rows()).toEqual(['b', 'a']);
  tree.forget();
  expect(selected.rows()).toEqual(['b', 'a']);
  there.delete('a');
  expect(selected.rows()).toEqual(['b']);
  tree.select('c');
  expect(selected.rows()).toEqual(['c']);
  tree.select();
  expect(selected.rows()).toEqual([]);
});
