import type { Failure } from '../../model/failure/failure';
import { failureText } from '../../model/failure/failureText';
import { type ItemOutcome, type ReceiptEntry, rangeText } from '../../model/item/outcome';
import type { FileState } from '../../model/item/plan';
import { ALGORITHM_TITLES } from '../../model/proof/digest';
import type { PathText } from '../../model/text/pathText';
import { code, type Html, html, NOTHING } from './markup';

/** Nanoseconds: older systems and Nodes lose up to 1.2 µs. */
const ROUNDING_NS = 2_000n;

/** A failure in the list that comes before everything else. */
export function failureItem(path: PathText | undefined, failure: Failure, kept?: ItemOutcome['kept']): Html {
  const at = failure.offset === undefined ? '' : ` At byte ${failure.offset}.`;
  return html`<li>${code(path ?? failure.path ?? 'the job')} <strong>${failure.code}</strong><br>${failureText(failure)}${at}${kept === undefined ? NOTHING : keptText(kept)}</li>\n`;
}

/** What was kept of a file that failed: where it stands, its own digests, and all that is wrong with it. */
function keptText({ destination, file, unreadable, changed }: NonNullable<ItemOutcome['kept']>): Html {
  const digests = Object.entries(file.sourceDigests).map(
    ([name, digest]) => html`<br>${titleOf(name)} of these bytes: ${code(digest)}`,
  );
  const ranges =
    unreadable.length === 0
      ? NOTHING
      : html`<br><strong>Zeros, not evidence</strong>, at bytes ${unreadable.map(rangeText).join(', ')}`;
  const states =
    changed === undefined
      ? NOTHING
      : html`<br>${stateText('Planned', changed.before)}; ${stateText('after reading', changed.after)}`;
  const where = destination === null ? html`it has no final name` : code(destination);
  return html`<br><strong class="alarm">Kept, not a whole copy:</strong> ${where}, ${file.size.toLocaleString('en')} bytes, grade ${file.grade ?? 'none'}${digests}${ranges}${states}`;
}

function stateText(when: string, { size, mtimeNs, ctimeNs, dev, ino }: FileState): string {
  const times = `modified ${shownValue('mtime', mtimeNs)}, changed ${shownValue('mtime', ctimeNs)}`;
  return `${when}: ${size.toLocaleString('en')} bytes, ${times}, device ${dev}, inode ${ino}`;
}

/** One item in the table of all items. */
export function itemRow({ path, size, outcome, reason, file, kept, type, target }: ItemOutcome): Html {
  const digests = Object.entries(file?.sourceDigests ?? {});
  const result = outcome === 'copied' ? (file?.grade ?? (type === 'file' ? 'empty' : type)) : outcome;
  const why = reason === undefined ? (kept === undefined ? '' : ', flawed copy kept') : `, ${reason}`;
  const cells = digests.map(([name, digest]) =>
    digests.length === 1 ? code(digest) : html`<code>${titleOf(name)} ${digest}</code> `,
  );
  const content = target === undefined ? cells : html`points to ${code(target)}`;
  return html`<tr class="${outcome}"><td>${path}<td class="number">${type === 'file' ? size.toLocaleString('en') : ''}<td>${result}${why}<td>${content}\n`;
}

/** What could not be kept of an item's metadata. */
export function receiptRow(path: PathText, { field, wanted, got }: ReceiptEntry): Html {
  return html`<tr><td>${path}<td>${field}<td><code>${shownValue(field, wanted)}</code><td><code>${shownValue(field, got)}</code>\n`;
}

/** Whether a time differs by no more than what is lost on the way to the system, which takes it as a fraction. */
export function isRounding({ field, wanted, got }: ReceiptEntry): boolean {
  if (field !== 'atime' && field !== 'mtime') return false;
  const difference = BigInt(wanted) - BigInt(got);
  return difference < ROUNDING_NS && difference > -ROUNDING_NS;
}

/** Something that is on record without a copy. */
export function specialRow({ path, reason, source }: ItemOutcome): Html {
  return html`<tr><td>${path}<td>${reason ?? 'special'}<td>${code(source)}\n`;
}

function titleOf(name: string): string {
  return Object.entries(ALGORITHM_TITLES).find(([key]) => key === name)?.[1] ?? name;
}

/** Times as people read them, to the nanosecond; all else as it is. */
function shownValue(field: string, value: string): string {
  if (field !== 'atime' && field !== 'mtime') return value;
  const nanoseconds = BigInt(value);
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = Number((nanoseconds - fraction) / 1_000_000_000n);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${value} ns`;
  return `${date.toISOString().slice(0, -5)}.${String(fraction).padStart(9, '0')}Z`;
}
