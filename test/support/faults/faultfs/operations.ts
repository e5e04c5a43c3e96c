import * as fs from 'node:fs';
import { extentOf, flipAsTold } from './dataFaults';
import { Handles, typeOf } from './handles';
import { childOf, FuseError, type InodeTable } from './inodes';
import {
  attributesAnswer,
  directoryEntry,
  entryAnswer,
  type KernelRequest,
  nameAt,
  OPCODE_RENAME2,
  openAnswer,
  SET,
} from './protocol';
import type { Recorder } from './recording';
import type { Fault, OperationName, Rule } from './rules';

const { O_APPEND, O_CREAT, O_DIRECT, O_EXCL, O_NOFOLLOW } = fs.constants;
const EEXIST = -17;
const EINVAL = -22;
const RENAME_NOREPLACE = 1;

type Handler = (request: KernelRequest, rule: Rule | undefined) => Buffer | undefined;

/** Carries operations over to the backing folder, with the faults that lie in their data. Throws what they throw. */
export class Operations {
  readonly #handles: Handles;

  /** @param recorder Takes down what is written to any file, and when it is made durable. */
  constructor(
    private readonly inodes: InodeTable,
    private readonly recorder?: Recorder,
  ) {
    this.#handles = new Handles(inodes);
  }

  /** The payload of the answer. */
  run(op: OperationName, request: KernelRequest, rule: Rule | undefined): Buffer | undefined {
    return this.#handlers[op](request, rule);
  }

  readonly #handlers: Readonly<Record<OperationName, Handler>> = {
    lookup: ({ node, body }) => this.#entry(this.#child(node, body, 0)),
    getattr: ({ node }) => attributesAnswer(this.inodes.stat(node)),
    setattr: (request) => this.#setAttributes(request),
    readlink: ({ node }) => fs.readlinkSync(this.#at(this.inodes.pathOf(node)), 'buffer'),
    symlink: ({ node, body }) => {
      const path = this.#child(node, body, 0);
      const { name: target } = nameAt(body, nameAt(body, 0).next);
      fs.symlinkSync(target, this.#at(path));
      return this.#entry(path);
    },
    mkdir: ({ node, body }) => {
      const path = this.#child(node, body, 8);
      fs.mkdirSync(this.#at(path), body.readUInt32LE(0) & ~body.readUInt32LE(4) & 0o7777);
      return this.#entry(path);
    },
    unlink: ({ node, body }) => this.#remove(this.#child(node, body, 0), fs.unlinkSync),
    rmdir: ({ node, body }) => this.#remove(this.#child(node, body, 0), fs.rmdirSync),
    rename: (request) => this.#rename(request),
    link: ({ node, body }) => {
      const path = this.#child(node, body, 8);
      fs.linkSync(this.#at(this.inodes.pathOf(body.readBigUInt64LE(0))), this.#at(path));
      return this.#entry(path);
    },
    open: ({ node, body }) => {
      const flags = body.readUInt32LE(0) & ~(O_CREAT | O_EXCL | O_DIRECT | O_APPEND | O_NOFOLLOW);
      return openAnswer(this.#handles.opened(node, fs.openSync(this.#at(this.inodes.pathOf(node)), flags)));
    },
    create: ({ node, body }) => {
      const path = this.#child(node, body, 16);
      const flags = (body.readUInt32LE(0) | O_CREAT) & ~(O_DIRECT | O_APPEND);
      const descriptor = fs.openSync(this.#at(path), flags, body.readUInt32LE(4) & 0o7777);
      const { id, stats } = this.inodes.found(path);
      return Buffer.concat([entryAnswer(id, stats), openAnswer(this.#handles.opened(id, descriptor))]);
    },
    read: ({ body }, rule) => this.#read(body, rule),
    write: ({ body }, rule) => this.#write(body, rule),
    flush: () => undefined,
    release: ({ body }) => this.#handles.released(body.readBigUInt64LE(0)),
    fsync: ({ body }) => {
      fs.fsyncSync(this.#handles.of(body).descriptor);
      this.recorder?.flushed();
      return undefined;
    },
    opendir: ({ node }) => {
      const address = this.#at(this.inodes.pathOf(node));
      const entries = fs.readdirSync(address, { withFileTypes: true, encoding: 'buffer' });
      return openAnswer(this.#handles.listed(node, entries));
    },
    readdir: ({ body }) => this.#list(body),
    releasedir: ({ body }) => this.#handles.released(body.readBigUInt64LE(0)),
    fsyncdir: ({ node }) => {
      const folder = fs.openSync(this.#at(this.inodes.pathOf(node)), 'r');
      fs.fsyncSync(folder);
      fs.closeSync(folder);
      return undefined;
    },
    statfs: (_, rule) => this.#space(rule?.fault),
  };

  #read(body: Buffer, rule: Rule | undefined): Buffer {
    const { offset, length } = extentOf(body, rule);
    const buffer = Buffer.alloc(length);
    const count = fs.readSync(this.#handles.of(body).descriptor, buffer, 0, length, offset);
    flipAsTold(buffer, offset, rule);
    return buffer.subarray(0, count);
  }

  #write(body: Buffer, rule: Rule | undefined): Buffer {
    const { offset, length } = extentOf(body, rule);
    const data = Buffer.from(body.subarray(40, 40 + length));
    flipAsTold(data, offset, rule);
    const isDropped = rule?.fault.kind === 'drop';
    const written = isDropped ? length : fs.writeSync(this.#handles.of(body).descriptor, data, 0, length, offset);
    this.recorder?.wrote(offset, data.subarray(0, written));
    const answer = Buffer.alloc(8);
    answer.writeUInt32LE(written, 0);
    return answer;
  }

  #setAttributes({ node, body }: KernelRequest): Buffer {
    const address = this.#at(this.inodes.pathOf(node));
    const valid = body.readUInt32LE(0);
    const has = (bit: number) => (valid & bit) !== 0;
    if (has(SET.uid | SET.gid)) {
      fs.lchownSync(address, has(SET.uid) ? body.readUInt32LE(76) : -1, has(SET.gid) ? body.readUInt32LE(80) : -1);
    }
    if (has(SET.mode)) fs.chmodSync(address, body.readUInt32LE(68) & 0o7777);
    if (has(SET.size)) fs.truncateSync(address, Number(body.readBigUInt64LE(16)));
    if (has(SET.atime | SET.mtime)) {
      const before = fs.lstatSync(address);
      const given = (at: number, nsAt: number) => Number(body.readBigInt64LE(at)) + body.readUInt32LE(nsAt) / 1e9;
      const now = Date.now() / 1000;
      const atime = has(SET.atimeNow) ? now : has(SET.atime) ? given(32, 56) : before.atimeMs / 1000;
      const mtime = has(SET.mtimeNow) ? now : has(SET.mtime) ? given(40, 60) : before.mtimeMs / 1000;
      fs.lutimesSync(address, atime, mtime);
    }
    return attributesAnswer(this.inodes.stat(node));
  }

  #rename({ opcode, node, body }: KernelRequest): undefined {
    const isSecondForm = opcode === OPCODE_RENAME2;
    const flags = isSecondForm ? body.readUInt32LE(8) : 0;
    const { name, next } = nameAt(body, isSecondForm ? 16 : 8);
    const from = childOf(this.inodes.pathOf(node), name);
    const to = this.#child(body.readBigUInt64LE(0), body, next);
    if ((flags & ~RENAME_NOREPLACE) !== 0) throw new FuseError(EINVAL);
    if (flags === RENAME_NOREPLACE && fs.existsSync(this.#at(to))) throw new FuseError(EEXIST);
    fs.renameSync(this.#at(from), this.#at(to));
    this.inodes.renamed(from, to);
  }

  #remove(path: string, remove: (address: Buffer) => void): undefined {
    remove(this.#at(path));
    this.inodes.removed(path);
  }

  #list(body: Buffer): Buffer {
    const { entries } = this.#handles.of(body);
    const room = body.readUInt32LE(16);
    const listed: Buffer[] = [];
    let size = 0;
    for (let index = Number(body.readBigUInt64LE(8)); index < entries.length; index++) {
      const entry = entries[index];
      if (entry === undefined) break;
      const bytes = directoryEntry(entry.name, typeOf(entry), index + 1);
      if (size + bytes.length > room) break;
      listed.push(bytes);
      size += bytes.length;
    }
    return Buffer.concat(listed);
  }

  #space(fault: Fault | undefined): Buffer {
    const real = fs.statfsSync(this.inodes.backing, { bigint: true });
    const free = fault?.kind === 'space' ? BigInt(fault.freeBlocks) : undefined;
    const answer = Buffer.alloc(80);
    const numbers = [real.blocks, free ?? real.bfree, free ?? real.bavail, real.files, real.ffree];
    for (const [index, value] of numbers.entries()) answer.writeBigUInt64LE(value, 8 * index);
    for (const [index, value] of [Number(real.bsize), 255, Number(real.bsize)].entries()) {
      answer.writeUInt32LE(value, 40 + 4 * index);
    }
    return answer;
  }

  #entry(path: string): Buffer {
    const { id, stats } = this.inodes.found(path);
    return entryAnswer(id, stats);
  }

  #child(node: bigint, body: Buffer, start: number): string {
    return childOf(this.inodes.pathOf(node), nameAt(body, start).name);
  }

  #at(path: string): Buffer {
    return this.inodes.address(path);
  }
}
