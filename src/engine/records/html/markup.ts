import { type Html, html } from '../../model/text/markup';

export { Html, html, NOTHING } from '../../model/text/markup';

/** A list of names and values; a value that is undefined leaves its name out. */
export function facts(rows: readonly (readonly [name: string, value: Html | string | number | undefined])[]): Html {
  const known = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`],
  );
  return html`<dl class="facts">${known}</dl>`;
}

/** A section with its heading. */
export function section(id: string, title: string, ...content: readonly Html[]): Html {
  return html`<section id="${id}"><h2>${title}</h2>${content}</section>\n`;
}

/** Something to be read character by character: a digest, a path, a command. */
export function code(text: string): Html {
  return html`<code>${text}</code>`;
}
