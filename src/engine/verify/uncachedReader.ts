import type { PassContext } from '../copy/readThrough';
import type { DigestSource } from '../digests/digester';
import { DIRECT_ALIGNMENT } from '../fs/alignedMemory';
import type { FileSystem, Folder, OpenFile } from '../fs/fileSystem';
import { isOnLocalDevice } from '../fs/mounts';
import { SystemError } from '../fs/systemError';
import { bytesInFullPages } from '../fs/zeroPages';
import { BufferStock } from '../lanes/bufferStock';
import type { HashAlgorithm } from '../model/digest';
import type { PathText } from '../model/pathText';

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

  /** Reads a file to its end for its digests. Ends early where more than `expected` bytes come. */
  read<A extends string>(opened: UncachedFile, expected: number, context: ReadingContext<A>): UncachedRead<A> {
    const { file, access, reason } = opened;
    if (reason !== undefined) return { ...this.#pass(file, access, expected, context), reason };
    if (access === 'evict') return this.#readEvicted(file, expected, context);
    try {
      return this.#readProving(file, access, expected, FROM_MEMORY, context);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const plain = file.reopen();
      try {
        return this.#readEvicted(plain, expected, context);
      } finally {
        plain.close();
      }
    }
  }

  /** Page-aligned memory, overwritten by the next read. */
  get memory(): Uint8Array {
    return this.buffers.aligned(BLOCK);
  }

  #readEvicted<A extends string>(file: OpenFile, expected: number, context: ReadingContext<A>): UncachedRead<A> {
    if (this.fs.evict(file)) return this.#readProving(file, 'evict', expected, STILL_IN_MEMORY, context);
    return { ...this.#pass(file, 'evict', expected, context), reason: NOT_EVICTED };
  }

  #readProving<A extends string>(
    file: OpenFile,
    access: UncachedFile['access'],
    expected: number,
    unproved: string,
    context: ReadingContext<A>,
  ): UncachedRead<A> {
    const { allocated } = file.stat();
    // What a file with holes occupies includes blocks that lead to its data, and these are not among what is read of it.
    let content = 0;
    const isSparse = allocated < expected;
    const onBlock = (block: Uint8Array) => (content += bytesInFullPages(block, block.length));
    const before = this.fs.fetchedByThread();
    const read = this.#pass(file, access, expected, context, isSparse ? onBlock : undefined);
    const after = this.fs.fetchedByThread();
    if (before === undefined || after === undefined) return { ...read, reason: NO_COUNTERS };
    const occupied = isSparse ? Math.min(allocated, content) : expected;
    return after - before >= occupied ? read : { ...read, reason: unproved };
  }

  #pass<A extends string>(
    file: OpenFile,
    access: UncachedFile['access'],
    expected: number,
    { digester, onError, checkpoint, advance }: ReadingContext<A>,
    onBlock?: (block: Uint8Array) => void,
  ): UncachedRead<A> {
    const { memory } = this;
    const digests = digester.begin();
    for (let position = 0; ; ) {
      checkpoint();
      const count = readBlock(file, memory, position, access, onError);
      const block = memory.subarray(0, count);
      digests.update(block);
      onBlock?.(block);
      position += count;
      advance(count);
      const isFullBlock = access === 'direct' ? count % DIRECT_ALIGNMENT === 0 : true;
      const isEnd = count === 0 || !isFullBlock || (position === expected && count < memory.length);
      if (isEnd || position > expected) return { bytes: position, digests: digests.finish() };
    }
  }

  #offDeviceReason(folder: Folder): string | undefined {
    const known = this.#offDevice.get(folder);
    if (known !== undefined) return known.reason;
    const reason = this.fs.fetchedByThread() === undefined ? NO_COUNTERS : offDeviceReason(folder);
    this.#offDevice.set(folder, { reason });
    return reason;
  }
}

/** The file system took the flag of a direct read, but refuses the read itself. */
class RefusedError extends Error {}

function readBlock(
  file: OpenFile,
  memory: Uint8Array,
  position: number,
  access: UncachedFile['access'],
  onError: ReadingContext['onError'],
): number {
  try {
    return file.read(memory, memory.length, position);
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
