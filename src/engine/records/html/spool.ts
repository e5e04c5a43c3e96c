import { blocks } from '../../fs/blocks';
import type { Folder } from '../../fs/fileSystem';
import { LineWriter } from '../../lines/lineWriter';
import type { Html } from './markup';

/** A part of the page that is written before its place in the page is reached; it lies in a working file meanwhile. */
export class Spool {
  readonly #lines: LineWriter;
  #count = 0;

  /** @param folder Stays the caller's. Throws what the file system throws. */
  constructor(
    private readonly folder: Folder,
    private readonly name: string,
  ) {
    this.#lines = new LineWriter(folder.createFile(name));
  }

  /** How many parts were added. */
  get count(): number {
    return this.#count;
  }

  add({ markup }: Html): void {
    this.#lines.write(markup);
    this.#count++;
  }

  /** Writes all of it into the page; the working file is gone then. */
  pour(page: LineWriter): void {
    this.#lines.flush();
    this.#lines.close();
    const file = this.folder.openFile(this.name);
    try {
      for (const block of blocks(file, 0, file.stat().size, () => {})) page.write(block);
    } finally {
      file.close();
    }
    this.folder.removeFile(this.name);
  }

  /** Gives up: closes the working file, which stays for whoever removes the folder. */
  abandon(): void {
    this.#lines.close();
  }
}
