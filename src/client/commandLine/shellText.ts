/** Shells that a command line can be written for. */
export type Shell = 'posix' | 'powershell';

/** Characters that mean nothing of their own in any shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** All that PowerShell takes for a single quotation mark. */
const SINGLE_QUOTES = /['\u2018-\u201b]/g;

/** One argument as the shell has to read it to get this very text. The text holds no NUL. */
export function quoted(argument: string, shell: Shell): string {
  if (PLAIN.test(argument)) return argument;
  if (shell === 'posix') return `'${argument.replaceAll("'", String.raw`'\''`)}'`;
  return `'${argument.replaceAll(SINGLE_QUOTES, '$&$&')}'`;
}

/** A program with its arguments for the shell. The program is named by its path. */
export function calling(program: string, args: readonly string[], shell: Shell): string {
  const words = [program, ...args].map((word) => quoted(word, shell)).join(' ');
  // PowerShell takes a path in quotation marks for a text, unless it is told to call it.
  return shell === 'powershell' ? `& ${words}` : words;
}
