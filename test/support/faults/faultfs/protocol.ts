import type { BigIntStats } from 'node:fs';
import type { OperationName } from './rules';

// The part of the FUSE protocol 7.31 that a pass-through needs (include/uapi/linux/fuse.h). All numbers little endian.

/** Largest write and read that is asked for, and the room a request may take. */
const MOST_BYTES = 1024 * 1024;
export const REQUEST_BYTES = MOST_BYTES + 4096;

/** Operations by their numbers. */
export const OPCODES: Readonly<Record<number, OperationName>> = {
  1: 'lookup',
  3: 'getattr',
  4: 'setattr',
  5: 'readlink',
  6: 'symlink',
  9: 'mkdir',
  10: 'unlink',
  11: 'rmdir',
  12: 'rename',
  13: 'link',
  14: 'open',
  15: 'read',
  16: 'write',
  17: 'statfs',
  18: 'release',
  20: 'fsync',
  25: 'flush',
  27: 'opendir',
  28: 'readdir',
  29: 'releasedir',
  30: 'fsyncdir',
  35: 'create',
  45: 'rename',
};
export const OPCODE_INIT = 26;
export const OPCODE_RENAME2 = 45;
/** The kernel expects no answer: forget, interrupt, destroy, batch forget. */
export const UNANSWERED: ReadonlySet<number> = new Set([2, 36, 38, 42]);

/** Bits of `valid` in a setattr. */
export const SET = { mode: 1, uid: 2, gid: 4, size: 8, atime: 16, mtime: 32, atimeNow: 128, mtimeNow: 256 } as const;

const HEADER_IN = 40;
const HEADER_OUT = 16;
const ATTRIBUTES = 88;
const FLAG_BIG_WRITES = 1 << 5;
const FLAG_MAX_PAGES = 1 << 22;
const OPEN_DIRECT_IO = 1;
const PAGE = 4096;
const BILLION = 1_000_000_000n;

/** A request of the kernel. */
export interface KernelRequest {
  readonly opcode: number;
  readonly unique: bigint;
  readonly node: bigint;
  readonly body: Buffer;
}

export function parseRequest(bytes: Buffer): KernelRequest {
  return {
    opcode: bytes.readUInt32LE(4),
    unique: bytes.readBigUInt64LE(8),
    node: bytes.readBigUInt64LE(16),
    // The buffer is read into again while an answer may be held back.
    body: Buffer.from(bytes.subarray(HEADER_IN)),
  };
}

/** @param error A negative errno, or 0. */
export function answerHeader(unique: bigint, error: number, payloadLength: number): Buffer {
  const header = Buffer.alloc(HEADER_OUT);
  header.writeUInt32LE(HEADER_OUT + payloadLength, 0);
  header.writeInt32LE(error, 4);
  header.writeBigUInt64LE(unique, 8);
  return header;
}

export function initAnswer(): Buffer {
  const answer = Buffer.alloc(64);
  answer.writeUInt32LE(7, 0);
  answer.writeUInt32LE(31, 4);
  answer.writeUInt32LE(FLAG_BIG_WRITES | FLAG_MAX_PAGES, 12);
  answer.writeUInt16LE(16, 16);
  answer.writeUInt16LE(12, 18);
  answer.writeUInt32LE(MOST_BYTES, 20);
  answer.writeUInt32LE(1, 24);
  answer.writeUInt16LE(MOST_BYTES / PAGE, 28);
  return answer;
}

/** The text that ends with the first NUL after `start`, and where the next one starts. */
export function nameAt(body: Buffer, start: number): { name: Buffer; next: number } {
  const end = body.indexOf(0, start);
  return { name: body.subarray(start, end), next: end + 1 };
}

/** Attributes with a validity of zero: the kernel asks each time. */
export function attributesAnswer(stats: BigIntStats): Buffer {
  return Buffer.concat([Buffer.alloc(16), attributes(stats)]);
}

export function entryAnswer(node: bigint, stats: BigIntStats): Buffer {
  const entry = Buffer.alloc(40);
  entry.writeBigUInt64LE(node, 0);
  return Buffer.concat([entry, attributes(stats)]);
}

/** Direct I/O: every read and write of a program comes to the daemon, nothing is served from the page cache. */
export function openAnswer(handle: bigint): Buffer {
  const answer = Buffer.alloc(16);
  answer.writeBigUInt64LE(handle, 0);
  answer.writeUInt32LE(OPEN_DIRECT_IO, 8);
  return answer;
}

/** One entry of a directory listing. `next` is the position after it. */
export function directoryEntry(name: Buffer, type: number, next: number): Buffer {
  const head = 24;
  const entry = Buffer.alloc((head + name.length + 7) & ~7);
  // The number is for readers of the listing only; lookups give the true one.
  entry.writeBigUInt64LE(BigInt(next), 0);
  entry.writeBigUInt64LE(BigInt(next), 8);
  entry.writeUInt32LE(name.length, 16);
  entry.writeUInt32LE(type, 20);
  name.copy(entry, head);
  return entry;
}

function attributes(stats: BigIntStats): Buffer {
  const buffer = Buffer.alloc(ATTRIBUTES);
  buffer.writeBigUInt64LE(stats.ino, 0);
  buffer.writeBigUInt64LE(stats.size, 8);
  buffer.writeBigUInt64LE(stats.blocks, 16);
  const times = [stats.atimeNs, stats.mtimeNs, stats.ctimeNs];
  for (const [index, time] of times.entries()) {
    const nanoseconds = ((time % BILLION) + BILLION) % BILLION;
    buffer.writeBigInt64LE((time - nanoseconds) / BILLION, 24 + 8 * index);
    buffer.writeUInt32LE(Number(nanoseconds), 48 + 4 * index);
  }
  const numbers = [stats.mode, stats.nlink, stats.uid, stats.gid, stats.rdev, BigInt(PAGE)];
  for (const [index, value] of numbers.entries()) buffer.writeUInt32LE(Number(value), 60 + 4 * index);
  return buffer;
}
