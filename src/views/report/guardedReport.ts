/** No script, no picture, no network, whatever the page says itself: a file on a disk may have been changed. */
const GUARD = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`;

/**
 * A report as it may be shown in VS Code. Of two policies a page has to keep both, and one that comes first of all cannot be
 * escaped by what follows.
 */
export function guardedReport(report: string): string {
  return `${GUARD}${report}`;
}
