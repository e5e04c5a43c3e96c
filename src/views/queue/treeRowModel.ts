import type { Tone } from '../states/stateModel';

/** What a click on a row, or Enter, shows; commands do it. */
export interface RowTarget {
  readonly command: 'showInFolder' | 'showFailure' | 'openReport';
  /** A path, or the id of a job or a row. */
  readonly argument: string;
}

/** One row of a tree. All texts are plain and printable. */
export interface TreeRow {
  /** Stays the same while the row means the same, so that selection and open rows survive every change. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** One line or several. */
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Name of a codicon. */
  readonly icon: string;
  readonly tone: Tone;
  /** By it the manifest offers actions. */
  readonly contextValue: string;
  /** The job the row belongs to. */
  readonly jobId: string;
  /** Null where a click only selects. */
  readonly opens: RowTarget | null;
  readonly children: readonly TreeRow[];
}

/** The rows of a tree by their id, each with its parent; null for the topmost ones. */
export class RowIndex {
  readonly #rows = new Map<string, { readonly row: TreeRow; readonly parent: string | null }>();

  constructor(readonly roots: readonly TreeRow[]) {
    for (const row of roots) this.#add(row, null);
  }

  row(id: string): TreeRow | undefined {
    return this.#rows.get(id)?.row;
  }

  parent(id: string): string | null {
    return this.#rows.get(id)?.parent ?? null;
  }

  ids(): Iterable<string> {
    return this.#rows.keys();
  }

  #add(row: TreeRow, parent: string | null): void {
    this.#rows.set(row.id, { row, parent });
    for (const child of row.children) this.#add(child, row.id);
  }
}

/** What has to be drawn anew: everything, or these rows with what is below them. */
export type RowChange = 'all' | readonly string[];

/** The least that has to be drawn anew to get from one tree to another. */
export function changedRows(before: RowIndex, after: RowIndex): RowChange {
  if (!isSameList(before.roots, after.roots)) return 'all';
  return [...after.ids()].filter((id) => {
    const [old, now] = [before.row(id), after.row(id)];
    return old !== undefined && now !== undefined && !isSameRow(old, now);
  });
}

function isSameRow(a: TreeRow, b: TreeRow): boolean {
  const keys = ['label', 'description', 'tooltip', 'spoken', 'icon', 'tone', 'contextValue'] as const;
  return keys.every((key) => a[key] === b[key]) && isSameList(a.children, b.children);
}

function isSameList(a: readonly TreeRow[], b: readonly TreeRow[]): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}
