/**
 * Gives a message in the person's language, with `{0}`, `{1}` … replaced and numbers written as that language writes them.
 * Code that does not know VS Code takes it as a parameter. The message is always written out at the call, so that the bundle
 * of translations can be checked against the source.
 */
export interface Translate {
  (message: string, ...args: Array<string | number>): string;
  /** A number with exactly so many decimals; a whole one without. */
  number(value: number, decimals?: number): string;
}

/** Puts `{0}`, `{1}` … into a message; without a value they stay. */
function filled(message: string, ...args: Array<string | number>): string {
  return message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(args[Number(index)] ?? placeholder));
}

/** The messages as they are written, in English: for records, the command line and the log. */
export const inEnglish: Translate = Object.assign(filled, {
  number: (value: number, decimals = 0) => value.toFixed(decimals),
});
