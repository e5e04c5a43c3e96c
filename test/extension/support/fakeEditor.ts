import type * as vscode from 'vscode';

/** What the test answers, and what the editor was asked to do. */
export interface FakeEditor {
  trusted: boolean;
  /** Name of the remote connection; undefined in a window that works on its own machine. */
  remoteName: string | undefined;
  /** Folder that is open. */
  workspaceFolder: string;
  /** Answers of the open dialog, next first; undefined is "Cancel". */
  openDialog: (readonly FakeUri[] | undefined)[];
  /** Index of the row that is chosen in the next quick pick; undefined is "Escape". */
  quickPick: (number | undefined)[];
  /** The action chosen in the next notification or modal dialog; undefined is closing it. */
  answers: (string | undefined)[];
  /** Answers of the save dialog, next first; undefined is "Cancel". */
  saveDialog: (FakeUri | undefined)[];
  /** The document that has the focus. */
  activeDocument: FakeUri | undefined;
  /** What was put on the clipboard. */
  clipboard: string;
  dialogs: (vscode.OpenDialogOptions | vscode.SaveDialogOptions)[];
  /** Everything that was shown, as `severity message`. */
  shown: string[];
  /** Commands that were executed, with their first argument. */
  executed: [command: string, argument: unknown][];
  /** All arguments of these commands. */
  arguments: (readonly unknown[])[];
  registered: Map<string, (...args: unknown[]) => Promise<unknown>>;
  /** Presses Cancel on the progress that was shown last. */
  cancelProgress: () => void;
}

/** Like `vscode.Uri`, as far as it is used here. */
export class FakeUri {
  constructor(
    readonly path: string,
    readonly scheme = 'file',
  ) {}

  static parse(text: string): FakeUri {
    const { protocol, pathname } = new URL(text);
    return new FakeUri(decodeURIComponent(pathname), protocol.slice(0, -1));
  }

  static file(path: string): FakeUri {
    return new FakeUri(path);
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `${this.scheme}:${this.path}`;
  }
}

/** The editor of the test that runs. */
export const editor: FakeEditor = fresh();

/** Forgets everything. */
export function resetEditor(): void {
  Object.assign(editor, fresh());
}

function fresh(): FakeEditor {
  return {
    trusted: true,
    remoteName: undefined,
    workspaceFolder: '/workspace',
    openDialog: [],
    saveDialog: [],
    activeDocument: undefined,
    clipboard: '',
    quickPick: [],
    answers: [],
    dialogs: [],
    shown: [],
    executed: [],
    arguments: [],
    registered: new Map(),
    cancelProgress: () => {},
  };
}

const show = (severity: string) => async (message: string) => {
  editor.shown.push(`${severity} ${message}`);
  return editor.answers.shift();
};

/** As much of VS Code's API as commands and host use; for `vi.mock('vscode', …)`. */
export const fakeVscode = {
  Uri: FakeUri,
  UIKind: { Desktop: 1, Web: 2 },
  EventEmitter: class<T> {
    readonly #listeners = new Set<(event: T) => unknown>();
    readonly event = (listener: (event: T) => unknown) => {
      this.#listeners.add(listener);
      return { dispose: () => this.#listeners.delete(listener) };
    };
    fire(event: T): void {
      for (const listener of this.#listeners) listener(event);
    }
    dispose(): void {
      this.#listeners.clear();
    }
  },
  ProgressLocation: { Notification: 15 },
  ThemeIcon: class {},
  ThemeColor: class {},
  DataTransferItem: class {
    constructor(readonly value: unknown) {}
    async asString(): Promise<string> {
      return String(this.value);
    }
  },
  Disposable: {
    from: (...all: { dispose(): void }[]) => ({ dispose: () => all.forEach((each) => void each.dispose()) }),
  },
  env: {
    uiKind: 1,
    get remoteName() {
      return editor.remoteName;
    },
    clipboard: {
      writeText: async (text: string) => {
        editor.clipboard = text;
      },
    },
  },
  l10n: {
    t: (message: string, ...args: unknown[]) =>
      message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
  },
  workspace: {
    get isTrusted() {
      return editor.trusted;
    },
    textDocuments: [],
    getWorkspaceFolder: ({ path }: FakeUri) => (path.startsWith(`${editor.workspaceFolder}/`) ? {} : undefined),
  },
  commands: {
    registerCommand: (id: string, run: (...args: unknown[]) => Promise<unknown>) => {
      editor.registered.set(id, run);
      return { dispose: () => editor.registered.delete(id) };
    },
    executeCommand: async (id: string, ...args: unknown[]) => {
      editor.executed.push([id, args[0]]);
      editor.arguments.push(args);
    },
  },
  window: {
    showInformationMessage: show('information'),
    showWarningMessage: show('warning'),
    showErrorMessage: show('error'),
    get activeTextEditor() {
      return editor.activeDocument === undefined ? undefined : { document: { uri: editor.activeDocument } };
    },
    /** Keeps what is reported, and is cancelled by a test that calls `editor.cancelProgress`. */
    withProgress: async (
      { title }: vscode.ProgressOptions,
      task: (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => Promise<unknown>,
    ) => {
      const report = ({ message }: { message?: string }) => void editor.shown.push(`progress ${title}: ${message}`);
      const onCancellationRequested = (listener: (event: unknown) => unknown) => {
        editor.cancelProgress = () => void listener(undefined);
        return { dispose: () => {} };
      };
      return task({ report }, { isCancellationRequested: false, onCancellationRequested });
    },
    setStatusBarMessage: (message: string) => editor.shown.push(`status ${message}`),
    showTextDocument: async (uri: FakeUri) => void editor.shown.push(`document ${uri.path}`),
    showSaveDialog: async (options: vscode.SaveDialogOptions) => {
      editor.dialogs.push(options);
      return editor.saveDialog.shift();
    },
    showQuickPick: async (items: readonly unknown[]) => {
      const index = editor.quickPick.shift();
      return index === undefined ? undefined : items[index];
    },
    showOpenDialog: async (options: vscode.OpenDialogOptions) => {
      editor.dialogs.push(options);
      return editor.openDialog.shift();
    },
  },
};
