import { dirname, join } from 'node:path';
import { fromBytes, isPlainText, type PathText, toBytes } from '../model/text/pathText';
import { Pulse } from '../model/thread/pulse';
import { evict, flushAround } from './coreutils';
import { fetchedByThread } from './fetchedByThread';
import type { FileStat, FileSystem, FileSystemFacts, Folder, OpenFile, Times } from './fileSystem';
import { type Mount, mountOf, mountOfDescriptor } from './mounts';
import { fs } from './nodeFs';
import { NodeOpenFile, type OpenFileMaker } from './nodeOpenFile';
import { secondsText, statOf } from './stat';
import { SystemError, systemCall } from './systemError';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants;
// Absent outside Linux; 0 leaves the flags as they are.
const O_NOATIME: number = fs.constants.O_NOATIME ?? 0;
// Absent on macOS; Windows has another flag and other rules, which nobody has tried.
const O_DIRECT: number = process.platform === 'linux' ? (fs.constants.O_DIRECT ?? 0) : 0;
const isWindows = process.platform === 'win32';

/** A Linux folder descriptor leads to its entries through /proc: `openat` from Node. */
const hasDescriptorPaths = process.platform === 'linux' && fs.existsSync('/proc/self/fd');

/** What all folders of one file system have in common. */
interface Surroundings {
  readonly pulse: Pulse;
  readonly openedAs: OpenFileMaker;
}

const asItIs: OpenFileMaker = (fd, path, access, pulse) => new NodeOpenFile(fd, path, access, pulse);

/**
 * The file system of this machine, through blocking calls; each that returns is a beat of `pulse`. The self-test has some
 * files opened as faulty ones.
 */
export function nodeFileSystemWith(pulse: Pulse, openedAs: OpenFileMaker = asItIs): FileSystem {
  return {
    openFolder: (path) => NodeFolder.open(native(path), path, { pulse, openedAs }),
    fetchedByThread,
    evict,
    flushAround: (file) => pulse.whileFlushing(() => flushAround(file)),
  };
}

/** The same where nobody watches for a sign of life. */
export const nodeFileSystem: FileSystem = nodeFileSystemWith(new Pulse());

/** On POSIX a path is bytes, which Node makes of plain text itself; on Windows it is text. */
function native(path: PathText): string | Buffer {
  return isWindows || isPlainText(path) ? path : toBytes(path);
}

function realPath(path: PathText): PathText {
  return isWindows ? fs.realpathSync.native(path) : fromBytes(fs.realpathSync.native(native(path), 'buffer'));
}

class NodeFolder implements Folder {
  readonly #fd: number | undefined;
  readonly #base: PathText;
  #isClosed = false;

  private constructor(
    fd: number | undefined,
    readonly path: PathText,
    private readonly common: Surroundings,
  ) {
    this.#fd = fd;
    this.#base = fd !== undefined && hasDescriptorPaths ? `/proc/self/fd/${fd}` : path;
  }

  static open(address: string | Buffer, path: PathText, common: Surroundings, noFollow = 0): NodeFolder {
    const { pulse } = common;
    // Windows opens no folders as files: there names are addressed by path.
    if (isWindows) {
      const isFolder = systemCall(pulse, path, 'stat', () => fs.statSync(address).isDirectory());
      if (!isFolder) throw new SystemError('ENOTDIR', 'open', path, 'not a directory (ENOTDIR, open)');
      return new NodeFolder(undefined, path, common);
    }
    const fd = systemCall(pulse, path, 'open', () => fs.openSync(address, O_RDONLY | O_DIRECTORY | noFollow));
    return new NodeFolder(fd, path, common);
  }

  stat(): FileStat {
    return this.#call('fstat', () =>
      statOf(
        this.#fd === undefined ? fs.lstatSync(this.#base, { bigint: true }) : fs.fstatSync(this.#fd, { bigint: true }),
      ),
    );
  }

  ancestors(): FileStat[] {
    return this.#call('lstat', () => {
      const above: FileStat[] = [];
      let last = this.stat();
      for (let path = realPath(this.#base); ; path = dirname(path)) {
        const stat = statOf(fs.lstatSync(native(path), { bigint: true }));
        if (stat.dev !== last.dev || stat.ino !== last.ino) above.push(stat);
        last = stat;
        if (dirname(path) === path) return above;
      }
    });
  }

  facts(): FileSystemFacts {
    return this.#call('statfs', () => {
      const facts = fs.statfsSync(native(this.#base), { bigint: true });
      return {
        availableBytes: Number(facts.bavail * facts.bsize),
        availableFiles: facts.files === 0n ? undefined : Number(facts.ffree),
        type: Number(facts.type),
      };
    });
  }

  mount(): Mount | undefined {
    return this.#fd === undefined ? mountOf(this.path) : mountOfDescriptor(this.#fd);
  }

  find(name: PathText): FileStat | undefined {
    return this.#call(
      'lstat',
      () => {
        const stat = fs.lstatSync(this.#at(name), { bigint: true, throwIfNoEntry: false });
        return stat === undefined ? undefined : statOf(stat);
      },
      name,
    );
  }

  *names(): IterableIterator<PathText> {
    const folder = this.#call('opendir', () => fs.opendirSync(native(this.#base), { encoding: 'buffer' as 'utf8' }));
    try {
      for (;;) {
        const entry = this.#call('readdir', () => folder.readSync());
        if (entry === null) return;
        // With encoding 'buffer' the name is a Buffer, which Node's types do not say.
        const name: unknown = entry.name;
        yield Buffer.isBuffer(name) ? fromBytes(name) : String(name);
      }
    } finally {
      folder.closeSync();
    }
  }

  openFolder(name: PathText): Folder {
    return NodeFolder.open(this.#at(name), this.#full(name), this.common, O_NOFOLLOW);
  }

  openFile(name: PathText): OpenFile {
    const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
    const fd = this.#call('open', () => this.#openLeavingTimes(this.#at(name), flags), name);
    return this.#opened(fd, name, 'read');
  }

  openDirect(name: PathText): OpenFile {
    if (O_DIRECT === 0)
      throw new SystemError('EINVAL', 'open', this.#full(name), 'no direct reads here (EINVAL, open)');
    const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_DIRECT;
    const fd = this.#call('open', () => this.#openLeavingTimes(this.#at(name), flags), name);
    return this.#opened(fd, name, 'read');
  }

  /** Only the owner of a file may ask for its access time to be left alone. */
  #openLeavingTimes(address: string | Buffer, flags: number): number {
    if (O_NOATIME === 0) return fs.openSync(address, flags);
    try {
      return fs.openSync(address, flags | O_NOATIME);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EPERM') return fs.openSync(address, flags);
      throw error;
    }
  }

  createFile(name: PathText): OpenFile {
    const flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
    const fd = this.#call('open', () => fs.openSync(this.#at(name), flags, 0o600), name);
    return this.#opened(fd, name, 'write');
  }

  createDirect(name: PathText): OpenFile {
    if (O_DIRECT === 0)
      throw new SystemError('EINVAL', 'open', this.#full(name), 'no direct writes here (EINVAL, open)');
    const flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_DIRECT;
    try {
      const fd = this.#call('open', () => fs.openSync(this.#at(name), flags, 0o600), name);
      return this.#opened(fd, name, 'writeDirect');
    } catch (error) {
      // Linux makes the file before it asks the file system about the flag.
      if (error instanceof SystemError && error.code === 'EINVAL') this.removeFile(name);
      throw error;
    }
  }

  makeFolder(name: PathText): void {
    this.#call('mkdir', () => fs.mkdirSync(this.#at(name), 0o700), name);
  }

  makeLink(name: PathText, target: PathText): void {
    this.#call('symlink', () => fs.symlinkSync(native(target), this.#at(name)), name);
  }

  readLink(name: PathText): PathText {
    return this.#call('readlink', () => fromBytes(fs.readlinkSync(this.#at(name), { encoding: 'buffer' })), name);
  }

  setLinkOwner(name: PathText, uid: number, gid: number): void {
    this.#call('lchown', () => fs.lchownSync(this.#at(name), uid, gid), name);
  }

  setLinkTimes(name: PathText, times: Times): void {
    const { atimeNs, mtimeNs } = times;
    this.#call('lutimes', () => fs.lutimesSync(this.#at(name), secondsText(atimeNs), secondsText(mtimeNs)), name);
  }

  addName(from: Folder, fromName: PathText, name: PathText): void {
    this.#call('link', () => fs.linkSync(addressIn(from, fromName), this.#at(name)), name);
  }

  moveHere(from: Folder, fromName: PathText, name: PathText): void {
    this.#call('rename', () => fs.renameSync(addressIn(from, fromName), this.#at(name)), name);
  }

  removeFile(name: PathText): void {
    this.#call('unlink', () => fs.unlinkSync(this.#at(name)), name);
  }

  removeFolder(name: PathText): void {
    this.#call('rmdir', () => fs.rmdirSync(this.#at(name)), name);
  }

  setMode(mode: number): void {
    const fd = this.#fd;
    this.#call('fchmod', () => (fd === undefined ? fs.chmodSync(this.#base, mode) : fs.fchmodSync(fd, mode)));
  }

  setOwner(uid: number, gid: number): void {
    const fd = this.#fd;
    this.#call('fchown', () => (fd === undefined ? fs.chownSync(this.#base, uid, gid) : fs.fchownSync(fd, uid, gid)));
  }

  setTimes(times: Times): void {
    const fd = this.#fd;
    const [atime, mtime] = [secondsText(times.atimeNs), secondsText(times.mtimeNs)];
    this.#call('futimes', () =>
      fd === undefined ? fs.utimesSync(this.#base, atime, mtime) : fs.futimesSync(fd, atime, mtime),
    );
  }

  sync(): void {
    const fd = this.#fd;
    // Windows has no durable flush for a folder; its file systems journal their entries themselves.
    if (fd !== undefined) this.common.pulse.whileFlushing(() => this.#call('fsync', () => fs.fsyncSync(fd)));
  }

  close(): void {
    if (this.#fd === undefined || this.#isClosed) return;
    // Closed once only: the number of the descriptor may soon mean something else.
    this.#isClosed = true;
    try {
      fs.closeSync(this.#fd);
    } catch {
      // The descriptor is gone either way, and a folder's holds nothing that could be lost with it.
    }
  }

  #opened(fd: number, name: PathText, access: Parameters<OpenFileMaker>[2]): OpenFile {
    const { openedAs, pulse } = this.common;
    return openedAs(fd, this.#full(name), access, pulse);
  }

  /** Where the system finds a name of this folder. */
  addressOf(name: PathText): string | Buffer {
    return this.#at(name);
  }

  #at(name: PathText): string | Buffer {
    if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
      throw new SystemError('EINVAL', 'lookup', this.#full(name), 'not a single name (EINVAL)');
    }
    return isWindows ? join(this.#base, name) : native(`${this.#base}/${name}`);
  }

  #full(name: PathText): PathText {
    return this.path.endsWith('/') ? `${this.path}${name}` : `${this.path}/${name}`;
  }

  #call<T>(syscall: string, call: () => T, name?: PathText): T {
    return systemCall(this.common.pulse, name === undefined ? this.path : this.#full(name), syscall, call);
  }
}

function addressIn(folder: Folder, name: PathText): string | Buffer {
  if (!(folder instanceof NodeFolder)) throw new TypeError('a folder of another file system');
  return folder.addressOf(name);
}
