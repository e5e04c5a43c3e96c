import type { Translate } from '../../../src/views/translate';

/** `vscode.l10n.t` as it is without a translation: only puts in the values. */
export const english: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(args[Number(index)] ?? placeholder));
