/**
 * Gives a message in the person's language, with `{0}`, `{1}` … replaced. `vscode.l10n.t` is one; code that does not know
 * VS Code takes it as a parameter. The message is always written out at the call, so that the bundle of translations can be
 * checked against the source.
 */
export type Translate = (message: string, ...args: Array<string | number>) => string;

/** The messages as they are written, in English: for records, the command line and the log. */
export const inEnglish: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(args[Number(index)] ?? placeholder));
