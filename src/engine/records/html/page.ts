import { createHash } from 'node:crypto';
import { Html, html } from './markup';
import { SEARCH } from './search';
import { STYLE } from './style';

/** Allows the style and the script that are in the page, by their digests, and nothing else. */
const POLICY = [
  "default-src 'none'",
  `style-src '${digest(STYLE)}'`,
  `script-src '${digest(SEARCH)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Everything before the content of the page. */
export function pageStart(title: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
`;
}

/** Everything after it. */
export function pageEnd(): Html {
  return html`<script>${new Html(SEARCH)}</script>
</body>
</html>
`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
