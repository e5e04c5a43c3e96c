import type { OpenFile } from '../fs/fileSystem';
import { LineWriter } from '../lines/lineWriter';
import { type PathText, pathFields } from '../model/text/pathText';

/** The member that tells what the ZIP does not show by itself: JSON lines, paths relative to the package. */
export const NOTES_MEMBER = 'evidence-zip.jsonl';

/**
 * Writes what a ZIP cannot hold as it is: items whose names an extractor could misuse, with their own names; links, which
 * an extractor could be made to follow; specials.
 */
export class ArchiveNotes {
  readonly #lines: LineWriter;

  /** @param file New and empty; becomes this writer's. */
  constructor(file: OpenFile) {
    this.#lines = new LineWriter(file);
    this.#lines.writeJson({
      format: 'evidence-copy zip notes',
      formatVersion: 1,
      about:
        'One line for each item that is in this ZIP under another name (member) or not in it (link, special). pathBase64 holds the exact bytes of a name that is not UTF-8.',
    });
  }

  /** An item that is in the ZIP as `member`; noted only where that is not its own name. */
  member(path: PathText, member: string): void {
    if (path !== member) this.#lines.writeJson({ ...pathFields('path', path), member });
  }

  link(path: PathText, target: PathText): void {
    this.#lines.writeJson({ ...pathFields('path', path), ...pathFields('linkTarget', target) });
  }

  special(path: PathText, kind: string): void {
    this.#lines.writeJson({ ...pathFields('path', path), special: kind });
  }

  /** Hands everything to the operating system, to be read. */
  end(): void {
    this.#lines.flush();
  }

  close(): void {
    this.#lines.close();
  }
}
