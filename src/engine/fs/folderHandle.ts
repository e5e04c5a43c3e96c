import type { PathText } from '../model/text/pathText';
import type { Pulse } from '../model/thread/pulse';
import type { FileStat, Times } from './fileSystem';
import { isWindows } from './nativePath';
import { fs } from './nodeFs';
import { secondsText, statOf } from './stat';
import { SystemError, systemCall } from './systemError';

/** A Linux folder descriptor leads to its entries through /proc: `openat` from Node. */
const hasDescriptorPaths = process.platform === 'linux' && fs.existsSync('/proc/self/fd');

const { O_DIRECTORY, O_RDONLY } = fs.constants;

/** A folder that is held open, so that it stays the same one whatever its path comes to mean. */
export class FolderHandle {
  /** The start of the address of each name in it. */
  readonly base: PathText;
  #isClosed = false;

  private constructor(
    /** Undefined on Windows, which opens no folders as files: there names are addressed by path. */
    readonly fd: number | undefined,
    private readonly path: PathText,
    private readonly pulse: Pulse,
  ) {
    this.base = fd !== undefined && hasDescriptorPaths ? `/proc/self/fd/${fd}` : path;
  }

  /**
   * @param address Where the system finds it.
   * @param path What it is called in what is told of it.
   * @param flags More flags to open it with.
   * Throws a {@link SystemError}, as every call here but `close` does.
   */
  static open(address: string | Buffer, path: PathText, pulse: Pulse, flags: number): FolderHandle {
    if (isWindows) {
      const isFolder = systemCall(pulse, path, 'stat', () => fs.statSync(address).isDirectory());
      if (!isFolder) throw new SystemError('ENOTDIR', 'open', path, 'not a directory (ENOTDIR, open)');
      return new FolderHandle(undefined, path, pulse);
    }
    const fd = systemCall(pulse, path, 'open', () => fs.openSync(address, O_RDONLY | O_DIRECTORY | flags));
    return new FolderHandle(fd, path, pulse);
  }

  stat(): FileStat {
    const { fd, base } = this;
    const bigint = { bigint: true } as const;
    return this.#call('fstat', () => statOf(fd === undefined ? fs.lstatSync(base, bigint) : fs.fstatSync(fd, bigint)));
  }

  setMode(mode: number): void {
    const { fd, base } = this;
    this.#call('fchmod', () => (fd === undefined ? fs.chmodSync(base, mode) : fs.fchmodSync(fd, mode)));
  }

  setOwner(uid: number, gid: number): void {
    const { fd, base } = this;
    this.#call('fchown', () => (fd === undefined ? fs.chownSync(base, uid, gid) : fs.fchownSync(fd, uid, gid)));
  }

  setTimes(times: Times): void {
    const { fd, base } = this;
    const [atime, mtime] = [secondsText(times.atimeNs), secondsText(times.mtimeNs)];
    this.#call('futimes', () =>
      fd === undefined ? fs.utimesSync(base, atime, mtime) : fs.futimesSync(fd, atime, mtime),
    );
  }

  sync(): void {
    const { fd } = this;
    // Windows has no durable flush for a folder; its file systems journal their entries themselves.
    if (fd !== undefined) this.pulse.whileFlushing(() => this.#call('fsync', () => fs.fsyncSync(fd)));
  }

  close(): void {
    if (this.fd === undefined || this.#isClosed) return;
    // Closed once only: the number of the descriptor may soon mean something else.
    this.#isClosed = true;
    try {
      fs.closeSync(this.fd);
    } catch {
      // The descriptor is gone either way, and a folder's holds nothing that could be lost with it.
    }
  }

  #call<T>(syscall: string, call: () => T): T {
    return systemCall(this.pulse, this.path, syscall, call);
  }
}
