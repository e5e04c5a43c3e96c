import type { DigestSet, DigestSource } from '../digests/digester';
import type { FileSystem, Folder, OpenFile } from '../fs/fileSystem';
import { isOnLocalDevice } from '../fs/mounts';
import { SystemError } from '../fs/systemError';
import { bytesInFullPages } from '../fs/zeroPages';
import { DIRECT_ALIGNMENT } from '../memory/alignedMemory';
import { BufferStock } from '../memory/bufferStock';
import type { HashAlgorithm } from '../model/proof/digest';
import type { PathText } from '../model/text/pathText';
import type { PassContext } from '../reading/readThrough';

const BLOCK = 4 * 1024 * 1024;

const NOT_ASKED = 'reading from the device was not asked for';
const NO_COUNTERS = 'this system does not tell what came from the device';
const FROM_MEMORY = 'the file system answered from memory, although it was asked for a direct read';
const NOT_EVICTED = 'the file system refuses direct reads, and the file could not be dropped from memory';
const STILL_IN_MEMORY =
  'the file system refuses direct reads, and answered from memory after the file was dropped from it';

/** A file opened to be read from its device, if that can be. */
export interface UncachedFile {
  readonly file: OpenFile;
  /** `direct`: past the page cache. `evict`: through it, after the file has been dropped from it. */
  readonly access: 'direct' | 'evict' | 'cached';
  /** Why the device is not asked. Known before the first byte is read. */
  readonly reason?: string;
}

/** What reading a file to its end came to. */
export interface UncachedRead<A extends string = HashAlgorithm> {
  readonly bytes: number;
  readonly digests: Partial<Record<A, string>>;
  /** Why it is not proved that the bytes came from the device; absent where it is proved. */
  readonly reason?: string;
}

/** How a file is read. */
export interface ReadingContext<A extends string = HashAlgorithm> extends PassContext {
  readonly digester: DigestSource<A>;
  /** Turns what reading threw, with the offset it failed at, into what shall be thrown. */
  onError(error: unknown, offset: number): Error;
}

/**
 * Reads files past the page cache and proves it: the counter of this very thread has to grow by what the file occupies,
 * and the file has to lie on a local block device. Only both together say that the device was asked, since network file
 * systems feed the same counter. One for each thread; its memory is used for all files.
 */
export class UncachedReader {
  /** A folder's mount does not change while the folder is open. */
  readonly #offDevice = new WeakMap<Folder, { reason: string | undefined }>();

  /** @param buffers Lends the memory to read into: that of the thread, where it has any. */
  constructor(
    private readonly fs: FileSystem,
    private readonly buffers: BufferStock = new BufferStock(),
  ) {}

  /**
   * Opens a regular file by its name. Throws a system error. The file is the caller's to close.
   *
   * @param pastCache False where a reading through the page cache is all that is wanted.
   */
  open(folder: Folder, name: PathText, pastCache: boolean): UncachedFile {
    const reason = pastCache ? this.#offDeviceReason(folder) : NOT_ASKED;
    if (reason !== undefined) return { file: folder.openFile(name), access: 'cached', reason };
    try {
      return { file: folder.openDirect(name), access: 'direct' };
    } catch (error) {
      if (!isRefused(error)) throw error;
      return { file: folder.openFile(name), access: 'evict' };
    }
  }

  /**
   * Reads a file to its end for its digests. Ends early where more than `expected` bytes come.
   *
   * @param stretches For a file without holes that is still being written: ends of stretches, in bytes from its start. Each
   * is asked for when everything before it has been read, and waits until it may be read.
   */
  read<A extends string>(
    opened: UncachedFile,
    expected: number,
    context: ReadingContext<A>,
    stretches?: Iterable<number>,
  ): UncachedRead<A> {
    const { file, access, reason } = opened;
    const pass = new ReadingPass(file, access, expected, this.memory, context);
    if (reason !== undefined) return { ...readAll(pass, stretches), reason };
    if (access === 'evict') return this.#readEvicted(pass, stretches);
    try {
      return this.#readProving(pass, FROM_MEMORY, stretches);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const plain = file.reopen();
      try {
        return this.#readEvicted(new ReadingPass(plain, 'evict', expected, this.memory, context), stretches);
      } finally {
        plain.close();
      }
    }
  }

  /** Page-aligned memory, overwritten by the next read. */
  get memory(): Uint8Array {
    return this.buffers.aligned(BLOCK);
  }

  #readEvicted<A extends string>(pass: ReadingPass<A>, stretches?: Iterable<number>): UncachedRead<A> {
    if (this.fs.evict(pass.file)) return this.#readProving(pass, STILL_IN_MEMORY, stretches);
    return { ...readAll(pass, stretches), reason: NOT_EVICTED };
  }

  #readProving<A extends string>(
    pass: ReadingPass<A>,
    unproved: string,
    stretches?: Iterable<number>,
  ): UncachedRead<A> {
    const { file, expected } = pass;
    const { allocated } = file.stat();
    // What a file with holes occupies includes blocks that lead to its data, and these are not among what is read of it.
    let content = 0;
    const isSparse = stretches === undefined && allocated < expected;
    if (isSparse) pass.onBlock = (block) => (content += bytesInFullPages(block, block.length));
    let fetched: number | undefined = 0;
    for (const end of stretches ?? TO_THE_END) {
      const before = this.fs.fetchedByThread();
      pass.readTo(end);
      const after = this.fs.fetchedByThread();
      fetched =
        fetched === undefined || before === undefined || after === undefined ? undefined : fetched + after - before;
    }
    const read = pass.finish();
    if (fetched === undefined) return { ...read, reason: NO_COUNTERS };
    const occupied = isSparse ? Math.min(allocated, content) : expected;
    return fetched >= occupied ? read : { ...read, reason: unproved };
  }

  #offDeviceReason(folder: Folder): string | undefined {
    const known = this.#offDevice.get(folder);
    if (known !== undefined) return known.reason;
    const reason = this.fs.fetchedByThread() === undefined ? NO_COUNTERS : offDeviceReason(folder);
    this.#offDevice.set(folder, { reason });
    return reason;
  }
}

const TO_THE_END = [Number.POSITIVE_INFINITY];

function readAll<A extends string>(pass: ReadingPass<A>, stretches: Iterable<number> = TO_THE_END): UncachedRead<A> {
  for (const end of stretches) pass.readTo(end);
  return pass.finish();
}

/** One reading of a file from its start to its end. */
class ReadingPass<A extends string> {
  onBlock: ((block: Uint8Array) => void) | undefined;
  readonly #digests: DigestSet<A>;
  #position = 0;
  #isEnd = false;

  constructor(
    readonly file: OpenFile,
    private readonly access: UncachedFile['access'],
    readonly expected: number,
    private readonly memory: Uint8Array,
    private readonly context: ReadingContext<A>,
  ) {
    this.#digests = context.digester.begin();
  }

  /** Reads on as far as `end`, or to the end of the file. */
  readTo(end: number): void {
    const { file, access, expected, memory } = this;
    const { checkpoint, advance, onError } = this.context;
    while (!this.#isEnd && this.#position < end) {
      checkpoint();
      const length = Math.min(memory.length, end - this.#position);
      const count = readBlock(file, memory, length, this.#position, access, onError);
      const block = memory.subarray(0, count);
      this.#digests.update(block);
      this.onBlock?.(block);
      this.#position += count;
      advance(count);
      const isFullBlock = access === 'direct' ? count % DIRECT_ALIGNMENT === 0 : true;
      const isLast = count === 0 || !isFullBlock || (this.#position === expected && count < length);
      this.#isEnd = isLast || this.#position > expected;
    }
  }

  finish(): UncachedRead<A> {
    return { bytes: this.#position, digests: this.#digests.finish() };
  }
}

/** The file system took the flag of a direct read, but refuses the read itself. */
class RefusedError extends Error {}

function readBlock(
  file: OpenFile,
  memory: Uint8Array,
  length: number,
  position: number,
  access: UncachedFile['access'],
  onError: ReadingContext['onError'],
): number {
  try {
    return file.read(memory, length, position);
  } catch (error) {
    if (access === 'direct' && position === 0 && isRefused(error)) throw new RefusedError();
    throw onError(error, position);
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof SystemError && (error.code === 'EINVAL' || error.code === 'EOPNOTSUPP');
}

function offDeviceReason(folder: Folder): string | undefined {
  const mount = folder.mount();
  if (mount === undefined) return NO_COUNTERS;
  return isOnLocalDevice(mount) ? undefined : `${mount.type} does not keep its files on a local block device`;
}
