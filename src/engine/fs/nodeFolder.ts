import { dirname, join } from 'node:path';
import { fromBytes, type PathText } from '../model/text/pathText';
import type { Pulse } from '../model/thread/pulse';
import type { FileStat, FileSystemFacts, Folder, OpenFile, Times } from './fileSystem';
import { FolderHandle } from './folderHandle';
import { type Mount, mountOf, mountOfDescriptor } from './mounts';
import { isWindows, native, realPath } from './nativePath';
import { fs } from './nodeFs';
import type { OpenFileMaker } from './nodeOpenFile';
import { secondsText, statOf } from './stat';
import { SystemError, systemCall } from './systemError';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants;
// Absent outside Linux; 0 leaves the flags as they are.
const O_NOATIME: number = fs.constants.O_NOATIME ?? 0;
// Absent on macOS; Windows has another flag and other rules, which nobody has tried.
const O_DIRECT: number = process.platform === 'linux' ? (fs.constants.O_DIRECT ?? 0) : 0;

const TO_READ = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
const TO_CREATE = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;

/** What all folders of one file system have in common. */
export interface Surroundings {
  /** Beats with every call that returns. */
  readonly pulse: Pulse;
  readonly openedAs: OpenFileMaker;
}

/** An open folder of this machine. */
export class NodeFolder implements Folder {
  readonly #handle: FolderHandle;

  private constructor(
    handle: FolderHandle,
    readonly path: PathText,
    private readonly common: Surroundings,
  ) {
    this.#handle = handle;
  }

  /** As `FolderHandle.open`. */
  static open(address: string | Buffer, path: PathText, common: Surroundings, flags = 0): NodeFolder {
    return new NodeFolder(FolderHandle.open(address, path, common.pulse, flags), path, common);
  }

  get address(): PathText {
    return this.#handle.base;
  }

  stat(): FileStat {
    return this.#handle.stat();
  }

  ancestors(): FileStat[] {
    return this.#call('lstat', () => {
      const above: FileStat[] = [];
      let last = this.stat();
      for (let path = realPath(this.#handle.base); ; path = dirname(path)) {
        const stat = statOf(fs.lstatSync(native(path), { bigint: true }));
        if (stat.dev !== last.dev || stat.ino !== last.ino) above.push(stat);
        last = stat;
        if (dirname(path) === path) return above;
      }
    });
  }

  facts(): FileSystemFacts {
    return this.#call('statfs', () => {
      const facts = fs.statfsSync(native(this.#handle.base), { bigint: true });
      return {
        availableBytes: Number(facts.bavail * facts.bsize),
        availableFiles: facts.files === 0n ? undefined : Number(facts.ffree),
        type: Number(facts.type),
      };
    });
  }

  mount(): Mount | undefined {
    const { fd } = this.#handle;
    return fd === undefined ? mountOf(this.path) : mountOfDescriptor(fd);
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
    const folder = this.#call('opendir', () =>
      fs.opendirSync(native(this.#handle.base), { encoding: 'buffer' as 'utf8' }),
    );
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
    const fd = this.#call('open', () => openLeavingTimes(this.#at(name), TO_READ), name);
    return this.#opened(fd, name, 'read');
  }

  openDirect(name: PathText): OpenFile {
    this.#throwIfNotDirect(name);
    const fd = this.#call('open', () => openLeavingTimes(this.#at(name), TO_READ | O_DIRECT), name);
    return this.#opened(fd, name, 'read');
  }

  createFile(name: PathText): OpenFile {
    const fd = this.#call('open', () => fs.openSync(this.#at(name), TO_CREATE, 0o600), name);
    return this.#opened(fd, name, 'write');
  }

  createDirect(name: PathText): OpenFile {
    this.#throwIfNotDirect(name);
    try {
      const fd = this.#call('open', () => fs.openSync(this.#at(name), TO_CREATE | O_DIRECT, 0o600), name);
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
    this.#handle.setMode(mode);
  }

  setOwner(uid: number, gid: number): void {
    this.#handle.setOwner(uid, gid);
  }

  setTimes(times: Times): void {
    this.#handle.setTimes(times);
  }

  sync(): void {
    this.#handle.sync();
  }

  close(): void {
    this.#handle.close();
  }

  #throwIfNotDirect(name: PathText): void {
    if (O_DIRECT !== 0) return;
    throw new SystemError(
      'EINVAL',
      'open',
      this.#full(name),
      'no reading and writing past the cache here (EINVAL, open)',
    );
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
    return isWindows ? join(this.#handle.base, name) : native(`${this.#handle.base}/${name}`);
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

/** Only the owner of a file may ask for its access time to be left alone. */
function openLeavingTimes(address: string | Buffer, flags: number): number {
  if (O_NOATIME === 0) return fs.openSync(address, flags);
  try {
    return fs.openSync(address, flags | O_NOATIME);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return fs.openSync(address, flags);
    throw error;
  }
}
