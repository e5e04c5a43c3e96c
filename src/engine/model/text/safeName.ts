import filenamify from 'filenamify';

const REPLACEMENT = '_';

/** Names that mean something of their own in a destination: audits look past the records, and resuming looks for staging. */
const OURS = /^(?:evidence-records$|INCOMPLETE-)/i;

/** No file system is asked for a longer name; most hold 255 bytes. */
const NAME_BYTES = 200;

/**
 * A name for a folder that *we* make, from text that may hold anything. It is never empty, is no `.` or `..`, holds no
 * separator and no control character, is taken by Windows as well, is not hidden, and has at most `maxBytes` bytes of
 * UTF-8 (a few more where a reserved name had to be told apart). Names of evidence are never changed.
 */
export function safeName(text: string, maxBytes: number = NAME_BYTES): string {
  const cut = withinBytes(clean(text), maxBytes);
  // Cutting can leave a space or a full stop at the end, or a reserved name.
  const name = clean(cut);
  return OURS.test(name) ? `${REPLACEMENT}${name}` : name;
}

function clean(text: string): string {
  const wellFormed = text.replaceAll(/\p{Surrogate}/gu, REPLACEMENT).trim();
  return filenamify(wellFormed, { replacement: REPLACEMENT, maxLength: Number.POSITIVE_INFINITY }).replace(
    /^[. ]+/,
    REPLACEMENT,
  );
}

/** As many whole characters, as a reader sees them, as fit into `maxBytes` bytes of UTF-8. */
function withinBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let kept = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxBytes) break;
    kept += segment;
  }
  return kept;
}
