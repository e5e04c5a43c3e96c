import * as vscode from 'vscode';
import type { Translate } from '../engine/model/text/translate';
import { personsLocale } from './settings';

const formats = new Map<number, Intl.NumberFormat>();

/** A number as the person writes it, with exactly so many decimals. */
function number(value: number, decimals = 0): string {
  const known = formats.get(decimals);
  if (known !== undefined) return known.format(value);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat(personsLocale(), digits);
  formats.set(decimals, format);
  return format.format(value);
}

/** Messages in the language of the window, and numbers in them as the person writes them. */
export const translate: Translate = Object.assign(
  (message: string, ...args: Array<string | number>): string => {
    const texts = args.map((arg) => (typeof arg === 'number' ? number(arg) : arg));
    return vscode.l10n.t(message, ...texts);
  },
  { number },
);
