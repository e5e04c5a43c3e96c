import * as vscode from 'vscode';
import { PRODUCT_NAME } from './contributions';

/** Something that is wrong in a file. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** In UTF-16 units; 0 marks the rest of the line. */
  readonly length: number;
  /** Plain text. */
  readonly message: string;
}

/** Problems of files that a command refused: listed under "Problems" until the file is changed or accepted. */
export class Problems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(PRODUCT_NAME);
  readonly #changes = vscode.workspace.onDidChangeTextDocument(({ document }) => this.#collection.delete(document.uri));

  /** Replaces what was listed for a file, by its absolute path. */
  set(path: string, problems: readonly Problem[]): void {
    this.#collection.set(vscode.Uri.file(path), problems.map(diagnosticOf));
  }

  /** Opens a file at a place, with the list of all problems below it. */
  async show(path: string, { line, column }: Problem): Promise<void> {
    const at = new vscode.Position(line - 1, column - 1);
    await vscode.window.showTextDocument(vscode.Uri.file(path), { selection: new vscode.Range(at, at) });
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  dispose(): void {
    this.#changes.dispose();
    this.#collection.dispose();
  }
}

function diagnosticOf({ line, column, length, message }: Problem): vscode.Diagnostic {
  const start = new vscode.Position(line - 1, column - 1);
  const end = length === 0 ? new vscode.Position(line - 1, Number.MAX_SAFE_INTEGER) : start.translate(0, length);
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, end), message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = PRODUCT_NAME;
  return diagnostic;
}
