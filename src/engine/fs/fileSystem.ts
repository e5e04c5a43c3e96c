import type { SpecialKind } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import type { Mount } from './mounts';

/** What a name in a folder may mean. */
export type FileKind = 'file' | 'folder' | 'link' | SpecialKind;

/** What the file system says about one name. Big integers where a JavaScript number could lose digits. */
export interface FileStat {
  readonly kind: FileKind;
  readonly dev: bigint;
  readonly ino: bigint;
  /** Bytes. */
  readonly size: number;
  /** Permission bits, 0o7777 at most. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Number of names of the inode. */
  readonly links: number;
  /** Bytes that are occupied on the device; less than `size` where the file has holes. */
  readonly allocated: number;
  readonly atimeNs: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  /** When the file was made; undefined where the file system does not say. */
  readonly birthNs: bigint | undefined;
}

/** Room on a file system, and which one it is. */
export interface FileSystemFacts {
  /** Bytes that this process may still use. */
  readonly availableBytes: number;
  /** Files that may still be made; undefined where the file system has no such limit. */
  readonly availableFiles: number | undefined;
  /** The `f_type` of statfs(2), such as 0xEF53 for ext4; 0 where unknown. */
  readonly type: number;
}

/** Access and modification time in nanoseconds since 1970. */
export interface Times {
  readonly atimeNs: bigint;
  readonly mtimeNs: bigint;
}

/**
 * The one way from the engine to the file system. Every call of the engine goes through here: faults are injected
 * here, directory descriptors live here, and lint forbids `node:fs` elsewhere in the engine.
 *
 * All calls block. All throw {@link import('./systemError').SystemError}. Names are single path components.
 */
export interface FileSystem {
  /**
   * Bytes that the calling thread has made the storage deliver so far, caches bypassed or missed (`read_bytes` of
   * proc_pid_io(5)); undefined where the system does not count them.
   */
  fetchedByThread(): number | undefined;
  /** Asks the system to forget what it holds of a file in memory; false where that cannot be asked. Sync it first. */
  evict(file: OpenFile): boolean;
  /** Lets the file system that a file lies on write out what it holds in memory; quickens each file's own `sync`, no more. */
  flushAround(file: OpenFile): void;
  /** The same, while this thread does something else. Never rejected. */
  flushMeanwhile(file: OpenFile): Promise<void>;
  /**
   * Opens an existing folder by absolute path. Links in this path are followed: a person chose it.
   *
   * @param address Of a folder that is open on another thread, its address; `path` is for messages then.
   */
  openFolder(path: PathText, address?: PathText): Folder;
  /** Whether another thread that opens the same file by itself finds the same; not where faults are planted. */
  readonly isSameForAll: boolean;
}

/** A folder that is held open: names in it mean this very folder, whatever happens to the path that led to it. */
export interface Folder {
  /** For messages only; never used to address anything. */
  readonly path: PathText;
  /** Leads every thread of the process to this very folder as long as it is open; a path where there are no such addresses. */
  readonly address: PathText;
  stat(): FileStat;
  /** The folders above this one, nearest first, up to the root. */
  ancestors(): FileStat[];
  facts(): FileSystemFacts;
  /** The mount this folder lies on; undefined where the system does not say. */
  mount(): Mount | undefined;
  /** The state of a name, not following links; undefined where nothing has that name. */
  find(name: PathText): FileStat | undefined;
  /** All names in the folder, in the order the file system gives them, as a stream. */
  names(): IterableIterator<PathText>;
  /** Opens a folder in this one; refuses a link. */
  openFolder(name: PathText): Folder;
  /** Opens a regular file for reading: follows no link, never waits for a FIFO, leaves the access time where permitted. */
  openFile(name: PathText): OpenFile;
  /**
   * The same past the page cache (`O_DIRECT` of open(2)): buffers have to be page-aligned, lengths and positions whole
   * pages. Throws EINVAL where the file system or the system refuses that.
   */
  openDirect(name: PathText): OpenFile;
  /** Makes a file that did not exist, mode 0600, and opens it for writing. */
  createFile(name: PathText): OpenFile;
  /**
   * The same past the page cache (`O_DIRECT` of open(2)): buffers have to be page-aligned, lengths and positions whole
   * pages. Throws EINVAL where the file system or the system refuses that; then there is no such file.
   */
  createDirect(name: PathText): OpenFile;
  /** Makes a folder that did not exist, mode 0700. */
  makeFolder(name: PathText): void;
  /** Makes a symbolic link that did not exist. */
  makeLink(name: PathText, target: PathText): void;
  readLink(name: PathText): PathText;
  setLinkOwner(name: PathText, uid: number, gid: number): void;
  setLinkTimes(name: PathText, times: Times): void;
  /** Gives a file or link of `from` a second name here; fails where the name exists. */
  addName(from: Folder, fromName: PathText, name: PathText): void;
  /** Moves a name of `from` here; silently replaces a file, fails on a folder that is not empty. */
  moveHere(from: Folder, fromName: PathText, name: PathText): void;
  removeFile(name: PathText): void;
  /** Removes an empty folder. */
  removeFolder(name: PathText): void;
  setMode(mode: number): void;
  setOwner(uid: number, gid: number): void;
  setTimes(times: Times): void;
  /** Makes the folder's entries durable. */
  sync(): void;
  /** Never throws. */
  close(): void;
}

/** An open regular file. Buffers stay the caller's. */
export interface OpenFile {
  /** The descriptor; valid in every thread of the process until `close`. */
  readonly fd: number;
  /** Absolute path for messages only. */
  readonly path: PathText;
  /** Whether it is written past the page cache, in whole pages. */
  readonly isDirect: boolean;
  stat(): FileStat;
  /** Opens the same file once more for reading, through the page cache. Throws EINVAL where the system has no way to. */
  reopen(): OpenFile;
  /** Reads up to `length` bytes at `position` into the start of `buffer`; may read fewer; 0 at the end of the file. */
  read(buffer: Uint8Array, length: number, position: number): number;
  /** Writes up to `length` bytes from `offset` of `buffer` at `position`; may write fewer. */
  write(buffer: Uint8Array, offset: number, length: number, position: number): number;
  truncate(size: number): void;
  setMode(mode: number): void;
  setOwner(uid: number, gid: number): void;
  setTimes(times: Times): void;
  /** Makes data and metadata durable. A failure is final: never call it again for this file. */
  sync(): void;
  /** As `sync`, but of the metadata only what is needed to read the data: for a file that is still being written. */
  syncData(): void;
  /** Of a file that was written this may fail, with what writing did not tell; of a file that was read it never does. */
  close(): void;
}
