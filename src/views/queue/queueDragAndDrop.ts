import * as vscode from 'vscode';
import { COMMANDS, QUEUE_VIEW } from '../../host/contributions';
import type { TreeRow } from './treeRowModel';

const ROWS = `application/vnd.code.tree.${QUEUE_VIEW.toLowerCase()}`;
const FILES = 'text/uri-list';

/** Where rows are looked up by their id. */
interface RowLookup {
  row(id: string): TreeRow | undefined;
  /** The jobs that rows belong to, each once. */
  jobIds(ids: readonly string[]): readonly string[];
}

/** Rows are dragged to reorder waiting jobs; files and folders are dropped to add them. Commands do the work. */
export class QueueDragAndDrop implements vscode.TreeDragAndDropController<string> {
  readonly dragMimeTypes = [ROWS];
  readonly dropMimeTypes = [ROWS, FILES];

  constructor(private readonly rows: RowLookup) {}

  handleDrag(ids: readonly string[], data: vscode.DataTransfer): void {
    data.set(ROWS, new vscode.DataTransferItem(this.rows.jobIds(ids)));
  }

  async handleDrop(target: string | undefined, data: vscode.DataTransfer): Promise<void> {
    const moved: unknown = data.get(ROWS)?.value;
    if (moved !== undefined) {
      const before = target === undefined ? null : (this.rows.row(target)?.jobId ?? null);
      await vscode.commands.executeCommand(COMMANDS.moveJobs, moved, before);
      return;
    }
    const uris = urisOf((await data.get(FILES)?.asString()) ?? '');
    if (uris.length > 0) await vscode.commands.executeCommand(COMMANDS.addToQueue, uris[0], uris);
  }
}

/** One address a line; lines that begin with `#` are comments (RFC 2483). What cannot be used is refused by the command. */
function urisOf(list: string): readonly vscode.Uri[] {
  return list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => vscode.Uri.parse(line, true));
}
