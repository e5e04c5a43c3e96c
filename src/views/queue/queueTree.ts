import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { QueueState } from '../../client/queue/queueListener';
import { COMMANDS, QUEUE_VIEW } from '../../host/contributions';
import { personsLocale } from '../../host/settings';
import { translate } from '../../host/translate';
import type { Tone } from '../states/stateModel';
import { ThrottledRender } from '../throttledRender';
import { QueueDragAndDrop } from './queueDragAndDrop';
import { attentionCount, attentionText, queueTreeMessage, queueTreeModel } from './queueTreeModel';
import { RowSelection } from './rowSelection';
import { changedRows, RowIndex, type TreeRow } from './treeRowModel';

/** Shortest time between two changes of a row, in milliseconds: a row that is drawn anew may lose a click. */
const INTERVAL_MS = 500;

const COLOURS: Readonly<Record<Tone, vscode.ThemeColor | undefined>> = {
  plain: undefined,
  good: new vscode.ThemeColor('testing.iconPassed'),
  bad: new vscode.ThemeColor('list.errorForeground'),
  warning: new vscode.ThemeColor('list.warningForeground'),
};

/** The tree of the queue. */
export interface QueueTree extends vscode.Disposable {
  /** Shows a row, such as that of a job, in the tree without taking the focus. */
  reveal(row: string): Promise<void>;
  /** Ids of the selected rows, from the one that was selected first. */
  selectedRows(): readonly string[];
}

/**
 * Shows the queue as a tree. Results count as seen when the person opens it, or selects their rows; not merely because it
 * was open when they came.
 */
export function createQueueTree(queue: CopyQueue): QueueTree {
  const rows = new QueueRows();
  const view = vscode.window.createTreeView<string>(QUEUE_VIEW, {
    treeDataProvider: rows,
    dragAndDropController: new QueueDragAndDrop(rows),
    canSelectMany: true,
    showCollapseAll: true,
  });
  const selected = new RowSelection(view, (id) => rows.row(id) !== undefined);
  const render = (state: QueueState): void => {
    rows.show(queueTreeModel(state, translate, personsLocale()));
    const message = queueTreeMessage(state, translate);
    if ((view.message ?? '') !== message) view.message = message;
    setBadge(view, attentionCount(state));
  };
  const throttled = new ThrottledRender(render, INTERVAL_MS);
  render(queue.state);
  const disposables = vscode.Disposable.from(
    queue.subscribe({ onDidChange: (state) => throttled.update(state) }),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) void queue.acknowledge();
    }),
    view.onDidChangeSelection(({ selection }) => {
      for (const jobId of rows.jobIds(selection)) void queue.acknowledge(jobId);
    }),
    throttled,
    selected,
    view,
    rows,
  );
  return {
    reveal: async (row) => {
      render(queue.state);
      if (rows.row(row) !== undefined) await view.reveal(row, { focus: false, select: true });
    },
    selectedRows: () => selected.rows(),
    dispose: () => disposables.dispose(),
  };
}

/** Rows by their ids, which VS Code knows them by: a row that changes stays the same row. */
class QueueRows implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<string[] | undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  #index = new RowIndex([]);

  row(id: string): TreeRow | undefined {
    return this.#index.row(id);
  }

  /** The jobs that rows belong to, each once. */
  jobIds(ids: readonly string[]): readonly string[] {
    return [...new Set(ids.flatMap((id) => this.row(id)?.jobId ?? []))];
  }

  show(roots: readonly TreeRow[]): void {
    const before = this.#index;
    this.#index = new RowIndex(roots);
    const change = changedRows(before, this.#index);
    if (change === 'all') this.#changes.fire(undefined);
    else if (change.length > 0) this.#changes.fire([...change]);
  }

  getChildren(id?: string): string[] {
    const rows = id === undefined ? this.#index.roots : (this.#index.row(id)?.children ?? []);
    return rows.map((row) => row.id);
  }

  getParent(id: string): string | undefined {
    return this.#index.parent(id) ?? undefined;
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = this.#index.row(id);
    // It went while VS Code asked for it, and will not be asked for again.
    if (row === undefined) return new vscode.TreeItem('');
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.children.length === 0 ? None : Collapsed);
    item.id = id;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.accessibilityInformation = { label: row.spoken };
    item.iconPath = new vscode.ThemeIcon(row.icon, COLOURS[row.tone]);
    item.contextValue = row.contextValue;
    if (row.opens !== null) {
      const { command, argument } = row.opens;
      item.command = { command: COMMANDS[command], title: row.label, arguments: [argument] };
    }
    return item;
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

function setBadge(view: vscode.TreeView<string>, count: number): void {
  if ((view.badge?.value ?? 0) === count) return;
  view.badge = count === 0 ? undefined : { value: count, tooltip: attentionText(count, translate) };
}
