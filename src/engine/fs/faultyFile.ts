import { basename } from 'node:path';
import type { PlantedFault } from '../model/thread/plantedFault';
import { NodeOpenFile, type OpenFileMaker } from './nodeOpenFile';
import { SystemError } from './systemError';

/** Opens every file as it is, but for those with the name that the fault is planted in. */
export function openWithFault(fault: PlantedFault): OpenFileMaker {
  return (fd, path, access, pulse) =>
    basename(path) === fault.name
      ? new FaultyFile(fault.kind, fd, path, access, pulse)
      : new NodeOpenFile(fd, path, access, pulse);
}

/** An open file in which a planted fault happens; everything else passes through to the file. */
class FaultyFile extends NodeOpenFile {
  constructor(
    private readonly kind: PlantedFault['kind'],
    ...opened: Parameters<OpenFileMaker>
  ) {
    super(...opened);
  }

  override read(buffer: Uint8Array, length: number, position: number): number {
    if (this.kind === 'readError') throw this.#failed('EIO', 'read');
    return super.read(buffer, length, position);
  }

  override write(buffer: Uint8Array, offset: number, length: number, position: number): number {
    switch (this.kind) {
      case 'bitFlip':
        return super.write(withWrongBit(buffer.subarray(offset, offset + length)), 0, length, position);
      case 'truncation':
        super.write(buffer, offset, Math.floor(length / 2), position);
        return length;
      case 'fullDestination':
        throw this.#failed('ENOSPC', 'write');
      case 'readError':
        return super.write(buffer, offset, length, position);
      default:
        return this.kind satisfies never;
    }
  }

  #failed(code: string, syscall: string): SystemError {
    return new SystemError(code, syscall, this.path, `planted by the self-test (${code}, ${syscall})`);
  }
}

/** The same bytes with the lowest bit of the first one turned over. */
function withWrongBit(bytes: Uint8Array): Uint8Array {
  const wrong = Uint8Array.from(bytes);
  wrong[0] = (wrong[0] ?? 0) ^ 1;
  return wrong;
}
