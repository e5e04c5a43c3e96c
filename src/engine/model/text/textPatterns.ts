// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
// Patterns of published schemas: not every program that reads those knows classes of characters by name, such as \p{Cc}.

/** Text on one line: not blank, without control characters, line separators and single surrogates. */
export const ONE_LINE = /^(?=\s*\S)[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]+$/u;

/** The same on any number of lines, with tabs. */
export const LINES = /^(?=\s*\S)[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff]+$/u;
