/**
 * Gives a message in the person's language, with `{0}`, `{1}` … replaced. `vscode.l10n.t` is one; models take it as a
 * parameter because they do not know VS Code. The message is always written out at the call, so that the bundle of
 * translations can be checked against the source.
 */
export type Translate = (message: string, ...args: Array<string | number>) => string;
