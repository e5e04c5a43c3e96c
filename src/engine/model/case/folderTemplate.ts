import { printable } from '../text/pathText';
import { safeName } from '../text/safeName';
import { DEFAULT_DATE_PATTERN, formatWallClock, isDatePattern } from '../time/datePattern';
import type { CaseData } from './caseData';

/** Most characters and folders of a template. */
const TEMPLATE_LENGTH = 500;
const TEMPLATE_FOLDERS = 10;
/** Most bytes of one value, so that none crowds the others out of a name. */
const VALUE_BYTES = 90;

/** What a template is filled with. */
export interface TemplateValues {
  readonly label: string;
  readonly caseData?: CaseData | undefined;
}

type ReadValue = (values: TemplateValues) => string | undefined;

/** What may stand in braces, named as in a job file. */
const TEXT_VALUES: Readonly<Record<string, ReadValue>> = {
  label: ({ label }) => label,
  caseNumber: ({ caseData }) => caseData?.caseNumber,
  exhibit: ({ caseData }) => caseData?.exhibit,
  examiner: ({ caseData }) => caseData?.examiner,
  examinerId: ({ caseData }) => caseData?.examinerId,
  organisation: ({ caseData }) => caseData?.organisation,
  businessName: ({ caseData }) => caseData?.businessName,
  location: ({ caseData }) => caseData?.location,
  'recorder.make': ({ caseData }) => caseData?.recorder?.make,
  'recorder.model': ({ caseData }) => caseData?.recorder?.model,
  'recorder.serial': ({ caseData }) => caseData?.recorder?.serial,
};

/** As {@link TEXT_VALUES}; these may be followed by a pattern: `{start:YYYYMMDD}`. */
const DATE_VALUES: Readonly<Record<string, ReadValue>> = {
  start: ({ caseData }) => caseData?.start,
  end: ({ caseData }) => caseData?.end,
};

/** All names that may stand in braces. */
export const TEMPLATE_KEYS: readonly string[] = [...Object.keys(TEXT_VALUES), ...Object.keys(DATE_VALUES)];

/** Literal text, or a value. */
type Piece = { readonly text: string } | { readonly key: string; readonly pattern: string | null };

/** Folder names below the destination, outermost first; or every reason why there are none, as sentences. */
export type FolderNames = { readonly names: readonly string[] } | { readonly faults: readonly string[] };

/**
 * The output folder of a job, from a template such as `{caseNumber}/{businessName} @ {location}/{start} to {end}`. Every
 * name is safe ({@link safeName}) and single, so that the folder never leaves the destination. Dates go by `datePattern`.
 */
export function folderNames(
  template: string,
  values: TemplateValues,
  datePattern: string = DEFAULT_DATE_PATTERN,
): FolderNames {
  const faults = templateFaults(template);
  if (faults.length > 0) return { faults };
  const missing = new Set<string>();
  const names = template.split('/').map((folder) => {
    const filled = piecesOf(folder).map((piece) => {
      if ('text' in piece) return piece.text;
      const value = safeValue(piece, values, datePattern);
      if (value === undefined) missing.add(piece.key);
      return value ?? '';
    });
    return safeName(filled.join(''));
  });
  return missing.size > 0 ? { faults: [...missing].map(missingText) } : { names };
}

/** Everything that is wrong with a template itself, whatever it is filled with. Empty where it is sound. */
export function templateFaults(template: string): string[] {
  if (template.length > TEMPLATE_LENGTH) return [`The folder template has more than ${TEMPLATE_LENGTH} characters.`];
  const folders = template.split('/');
  if (folders.length > TEMPLATE_FOLDERS) return [`The folder template has more than ${TEMPLATE_FOLDERS} folders.`];
  return [...new Set(folders.flatMap(folderFaults))];
}

function folderFaults(folder: string): string[] {
  if (folder.trim() === '') {
    return ['The folder template has a folder without a name: no / at its start or end, nor two of them together.'];
  }
  if (/^[. ]+$/.test(folder))
    return [`The folder template may not hold ${folder.trim()}: it stays in the destination.`];
  return piecesOf(folder).flatMap(pieceFaults);
}

function pieceFaults(piece: Piece): string[] {
  if ('text' in piece) {
    const found = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}<>:"\\|?*{}]/u.exec(piece.text)?.[0];
    if (found === '{' || found === '}') return [`The folder template has a ${found} without its counterpart.`];
    return found === undefined ? [] : [`The folder template holds ${printable(found)}, which not every file name can.`];
  }
  const { key, pattern } = piece;
  const isDate = Object.hasOwn(DATE_VALUES, key);
  if (!isDate && !Object.hasOwn(TEXT_VALUES, key)) {
    return [`The folder template has no value {${printable(key)}}; there are ${TEMPLATE_KEYS.join(', ')}.`];
  }
  if (pattern === null || (isDate && isDatePattern(pattern))) return [];
  if (!isDate) return [`In the folder template only start and end take a pattern, not ${key}.`];
  return [
    `In the folder template {${key}:${printable(pattern)}} is no date pattern: use YYYY, MM, DD, HH, mm and ss, with spaces and . _ , - between them.`,
  ];
}

/** `a {b} c` → `a `, value b, ` c`. A brace without counterpart stays in the text and is found there. */
function piecesOf(folder: string): Piece[] {
  return [...folder.matchAll(/\{([^{}]*)\}|[{}]|[^{}]+/g)].map(([text, inner]) => {
    if (inner === undefined) return { text };
    const colon = inner.indexOf(':');
    return colon < 0 ? { key: inner, pattern: null } : { key: inner.slice(0, colon), pattern: inner.slice(colon + 1) };
  });
}

/** The value made safe for a name, or undefined where the job has none. */
function safeValue(
  { key, pattern }: { readonly key: string; readonly pattern: string | null },
  values: TemplateValues,
  datePattern: string,
): string | undefined {
  const date = DATE_VALUES[key]?.(values);
  if (date !== undefined) return formatWallClock(date, pattern ?? datePattern);
  const text = TEXT_VALUES[key]?.(values);
  return text === undefined || text.trim() === '' ? undefined : safeName(text, VALUE_BYTES);
}

function missingText(key: string): string {
  const where = key === 'label' ? key : `caseData.${key}`;
  return `The folder template needs {${key}}, which this job does not have: give ${where}, or take it out of the template.`;
}
