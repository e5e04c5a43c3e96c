import { readFileSync, writevSync } from 'node:fs';

// What reached a disk, in the order in which it arrived: from this its state at any moment can be made again.

/** Something that reached the disk. */
export type Recorded =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Buffer }
  /** Everything before is durable. */
  | { readonly kind: 'flush' }
  /** Nothing reached the disk: the test notes how far it has come. */
  | { readonly kind: 'mark'; readonly number: number };

const KINDS = { write: 1, flush: 2, mark: 3 } as const;
/** Kind, length of the bytes that follow, offset or number. */
const HEADER = 16;

/** Appends to a recording. */
export class Recorder {
  /** @param file Descriptor of the recording; stays the caller's. */
  constructor(private readonly file: number) {}

  wrote(offset: number, bytes: Buffer): void {
    this.#append('write', offset, bytes);
  }

  flushed(): void {
    this.#append('flush', 0);
  }

  marked(number: number): void {
    this.#append('mark', number);
  }

  #append(kind: keyof typeof KINDS, at: number, bytes: Buffer = Buffer.alloc(0)): void {
    const header = Buffer.alloc(HEADER);
    header.writeUInt32LE(KINDS[kind], 0);
    header.writeUInt32LE(bytes.length, 4);
    header.writeBigUInt64LE(BigInt(at), 8);
    writevSync(this.file, [header, bytes]);
  }
}

/** Reads a recording to its end. */
export function readRecording(path: string): Recorded[] {
  const all = readFileSync(path);
  const recorded: Recorded[] = [];
  for (let position = 0; position < all.length; ) {
    const header = all.subarray(position, position + HEADER);
    const end = position + HEADER + header.readUInt32LE(4);
    recorded.push(recordedFrom(header, all.subarray(position + HEADER, end)));
    position = end;
  }
  return recorded;
}

function recordedFrom(header: Buffer, bytes: Buffer): Recorded {
  const kind = header.readUInt32LE(0);
  const at = Number(header.readBigUInt64LE(8));
  if (kind === KINDS.write) return { kind: 'write', offset: at, bytes };
  return kind === KINDS.flush ? { kind: 'flush' } : { kind: 'mark', number: at };
}
