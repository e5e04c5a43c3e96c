import { createHash } from 'node:crypto';
import { Html, html, NOTHING } from './markup';

/** A page that needs nothing but itself. */
export interface Page {
  /** Of its text (BCP 47). */
  readonly language: string;
  readonly title: string;
  readonly style: string;
  readonly script?: string;
}

/**
 * Everything of a page before its content. Its policy allows the style and the script that are in the page, by their digests,
 * and nothing else: no other script, no picture, no network.
 */
export function pageStart({ language, title, style, script }: Page): Html {
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    ...(script === undefined ? [] : [`script-src '${digest(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
`;
}

/** Everything after it. */
export function pageEnd({ script }: Page): Html {
  return html`${script === undefined ? NOTHING : html`<script>${new Html(script)}</script>\n`}</body>
</html>
`;
}

/** A whole page. */
export function pageOf(page: Page, content: Html): string {
  return `${pageStart(page).markup}${content.markup}${pageEnd(page).markup}`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
