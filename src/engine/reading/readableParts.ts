import { sourceFailure } from '../fs/failures';
import type { OpenFile } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import type { ByteRange } from '../model/item/outcome';

/** The least that a medium gives or refuses, in bytes. */
export const SECTOR = 512;

/** A file with more holes than this is not worth to be called a copy; memory and records are bounded by it. */
const MOST_RANGES = 10_000;

/** All that a pass needs of a source. */
export type ReadableFile = Pick<OpenFile, 'read'>;

/**
 * A source whose unreadable parts read as zeros. Where a reading fails it is tried in halves, down to the sector; what one
 * sector refuses is zeros from then on and is not asked for again. Any other error than one of the medium is thrown.
 */
export class ReadableParts implements ReadableFile {
  readonly #unreadable: ByteRange[] = [];
  #cause: SystemError | undefined;
  /** Bytes that are asked for at once: halved by each failure, doubled by each success. */
  #reach = Number.MAX_SAFE_INTEGER;

  /**
   * @param file Stays the caller's.
   * @param size Bytes of the file; what cannot be read beyond is its end.
   * @param checkpoint Called before each reading: on a damaged medium one can take seconds.
   */
  constructor(
    private readonly file: ReadableFile,
    private readonly size: number,
    private readonly checkpoint: () => void,
  ) {}

  /** What was replaced by zeros: in order, none touches the next. */
  get unreadable(): readonly ByteRange[] {
    return this.#unreadable;
  }

  /** The first error of the medium, if there was one. */
  get cause(): SystemError | undefined {
    return this.#cause;
  }

  read(buffer: Uint8Array, length: number, position: number): number {
    const known = this.#unreadable.find((range) => position >= range.offset && position < endOf(range));
    if (known !== undefined) return zeros(buffer, Math.min(length, endOf(known) - position));
    for (;;) {
      this.checkpoint();
      const asked = this.#lengthFrom(position, length);
      try {
        const count = this.file.read(buffer, asked, position);
        this.#reach = Math.min(Number.MAX_SAFE_INTEGER, this.#reach * 2);
        return count;
      } catch (error) {
        if (!this.#isOfMedium(error)) throw error;
        if (position >= this.size) return 0;
        this.#reach = Math.max(SECTOR, Math.floor(asked / 2));
        if (position + asked <= sectorEnd(position)) {
          this.#cause ??= error;
          return zeros(buffer, this.#note(position, Math.min(asked, this.size - position)));
        }
      }
    }
  }

  /** As far as is asked for at once, and up to the end of a sector, where it is less than all. */
  #lengthFrom(position: number, length: number): number {
    if (length <= this.#reach && this.#reach > SECTOR) return length;
    const end = position + this.#reach;
    return Math.min(length, Math.max(end - (end % SECTOR), sectorEnd(position)) - position);
  }

  #isOfMedium(error: unknown): error is SystemError {
    const isRead = error instanceof SystemError && sourceFailure(error).failure.code === 'readError';
    return isRead && this.#unreadable.length < MOST_RANGES;
  }

  #note(offset: number, length: number): number {
    const last = this.#unreadable.at(-1);
    if (last !== undefined && endOf(last) === offset) last.length += length;
    else this.#unreadable.push({ offset, length });
    return length;
  }
}

function sectorEnd(position: number): number {
  return position - (position % SECTOR) + SECTOR;
}

function endOf({ offset, length }: ByteRange): number {
  return offset + length;
}

function zeros(buffer: Uint8Array, length: number): number {
  buffer.fill(0, 0, length);
  return length;
}
