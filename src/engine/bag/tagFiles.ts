import type { Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import type { LedgerLine } from '../ledger/ledger';
import { LineWriter } from '../lines/lineWriter';
import { BAG_DECLARATION, BAG_PAYLOAD } from '../model/audit/manifestNames';
import type { ItemOutcome } from '../model/item/outcome';
import type { Attempt } from '../model/job/job';
import { type PathText, pathFields } from '../model/text/pathText';
import { bagInfo } from './bagInfo';
import { bagAlgorithms, bagManifestLine } from './bagManifest';
import type { Home } from './home';

/** The tag file with what a bag cannot hold, as JSON lines. */
const LEFT_OUT = 'not-in-payload.jsonl';

const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const BAG_INFO = 'bag-info.txt';
const FILE_MODE = 0o644;
const OURS = /^(?:bagit\.txt|bag-info\.txt|(?:tag)?manifest-[a-z0-9]+\.txt|not-in-payload\.jsonl)$/;

/** What writing tag files needs. */
export interface TagFilesContext {
  readonly attempt: Attempt;
  readonly startedAt: Date;
  /** The outcome of every item, as the disk shows it now. */
  readonly outcomes: Iterable<ItemOutcome>;
  readonly lines: Iterable<LedgerLine>;
}

/**
 * Writes the tag files of a bag whose payload is in place, durably, in place of those of an earlier attempt: all but its tag
 * manifests, which come when the records are there. Throws what the file system throws.
 *
 * @returns Whether the bag is incomplete, because an item failed.
 */
export function writeTagFiles({ base, payload }: Home, context: TagFilesContext): boolean {
  for (const name of [...base.names()]) if (OURS.test(name)) base.removeFile(name);
  const { attempt, startedAt } = context;
  const { isIncomplete, ...size } = writeManifests(base, payload.path, context);
  writeText(base, BAG_INFO, bagInfo(attempt, size, startedAt));
  writeLeftOut(base, context.lines);
  // An incomplete bag has none, so that nobody takes it for a valid one.
  if (!isIncomplete) writeText(base, BAG_DECLARATION, DECLARATION);
  base.sync();
  return isIncomplete;
}

function writeManifests(base: Folder, payloadPath: PathText, { attempt, outcomes }: TagFilesContext) {
  const algorithms = bagAlgorithms(attempt.request.hashAlgorithms);
  const manifests = algorithms.map((algorithm) => [algorithm, create(base, `manifest-${algorithm}.txt`)] as const);
  const size = { bytes: 0, files: 0, isIncomplete: false };
  try {
    for (const { failure, file, destination } of outcomes) {
      if (failure !== undefined) size.isIncomplete = true;
      if (file === undefined || destination === null || failure !== undefined) continue;
      const path = `${BAG_PAYLOAD}/${destination.slice(below(payloadPath, '').length)}`;
      for (const [algorithm, lines] of manifests) {
        const digest = file.sourceDigests[algorithm];
        if (digest !== undefined) lines.write(bagManifestLine(digest, path));
      }
      size.bytes += file.size;
      size.files++;
    }
    for (const [, lines] of manifests) lines.sync();
  } finally {
    for (const [, lines] of manifests) lines.close();
  }
  return size;
}

/** Links, empty folders and specials: BagIt has no place for them. */
function writeLeftOut(base: Folder, ledger: Iterable<LedgerLine>): void {
  let lines: LineWriter | undefined;
  try {
    for (const [item, entry] of ledger) {
      if (entry?.outcome !== 'recorded') continue;
      lines ??= create(base, LEFT_OUT);
      const { path, type } = item;
      const target = item.type === 'link' ? pathFields('target', item.target) : {};
      const kind = item.type === 'special' ? { kind: item.kind } : {};
      const metadata = 'metadata' in item ? { metadata: item.metadata } : {};
      lines.writeJson({ type, ...pathFields('path', `${BAG_PAYLOAD}/${path}`), ...target, ...kind, ...metadata });
    }
    lines?.sync();
  } finally {
    lines?.close();
  }
}

function writeText(base: Folder, name: string, text: string): void {
  const lines = create(base, name);
  try {
    lines.write(text);
    lines.sync();
  } finally {
    lines.close();
  }
}

function create(base: Folder, name: string): LineWriter {
  const file = base.createFile(name);
  file.setMode(FILE_MODE);
  return new LineWriter(file);
}
