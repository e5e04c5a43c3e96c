import { printable } from './pathText';

/** Markup that goes into a page as it is. Made by {@link html}; by hand only for the constant style and script of the page. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | string | number | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * The one way to a page: markup as a template, where every value is escaped as text. Control characters, direction marks
 * and bytes that are no UTF-8 are shown as visible escapes.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(template.reduce((page, text, index) => `${page}${markupOf(parts[index - 1] ?? '')}${text}`));
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(({ markup }) => markup).join('');
  return printable(String(part)).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** No markup at all. */
export const NOTHING = new Html('');
