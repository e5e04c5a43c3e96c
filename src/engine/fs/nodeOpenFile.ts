import type { PathText } from '../model/text/pathText';
import type { Pulse } from '../model/thread/pulse';
import type { FileStat, OpenFile, Times } from './fileSystem';
import { fs } from './nodeFs';
import { secondsText, statOf } from './stat';
import { SystemError, systemCall } from './systemError';

/** libuv takes less than 2 GiB in one call. */
const MOST_PER_CALL = 2 ** 30;

/** Makes the open file for a descriptor. */
export type OpenFileMaker = (
  fd: number,
  path: PathText,
  access: 'read' | 'write' | 'writeDirect',
  pulse: Pulse,
) => NodeOpenFile;

/** An open file of this machine. A lane makes one from a descriptor that the engine opened and will close. */
export class NodeOpenFile implements OpenFile {
  #isOpen = true;

  constructor(
    readonly fd: number,
    readonly path: PathText,
    private readonly access: 'read' | 'write' | 'writeDirect',
    private readonly pulse: Pulse,
  ) {}

  get isDirect(): boolean {
    return this.access === 'writeDirect';
  }

  stat(): FileStat {
    return this.#call('fstat', () => statOf(fs.fstatSync(this.fd, { bigint: true })));
  }

  reopen(): OpenFile {
    const address = `/proc/self/fd/${this.fd}`;
    if (process.platform !== 'linux')
      throw new SystemError('EINVAL', 'open', this.path, 'no way to reopen (EINVAL, open)');
    const fd = this.#call('open', () => fs.openSync(address, fs.constants.O_RDONLY));
    return new NodeOpenFile(fd, this.path, 'read', this.pulse);
  }

  read(buffer: Uint8Array, length: number, position: number): number {
    return this.#call('read', () => fs.readSync(this.fd, buffer, 0, Math.min(length, MOST_PER_CALL), position));
  }

  write(buffer: Uint8Array, offset: number, length: number, position: number): number {
    return this.#call('write', () => fs.writeSync(this.fd, buffer, offset, Math.min(length, MOST_PER_CALL), position));
  }

  truncate(size: number): void {
    this.#call('ftruncate', () => fs.ftruncateSync(this.fd, size));
  }

  setMode(mode: number): void {
    this.#call('fchmod', () => fs.fchmodSync(this.fd, mode));
  }

  setOwner(uid: number, gid: number): void {
    this.#call('fchown', () => fs.fchownSync(this.fd, uid, gid));
  }

  setTimes(times: Times): void {
    this.#call('futimes', () => fs.futimesSync(this.fd, secondsText(times.atimeNs), secondsText(times.mtimeNs)));
  }

  sync(): void {
    this.pulse.whileFlushing(() => this.#call('fsync', () => fs.fsyncSync(this.fd)));
  }

  syncData(): void {
    this.pulse.whileFlushing(() => this.#call('fdatasync', () => fs.fdatasyncSync(this.fd)));
  }

  close(): void {
    // Whatever close says, the descriptor is gone, and its number may soon mean another file.
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      this.#call('close', () => fs.closeSync(this.fd));
    } catch (error) {
      if (this.access !== 'read') throw error;
    }
  }

  #call<T>(syscall: string, call: () => T): T {
    return systemCall(this.pulse, this.path, syscall, call);
  }
}
