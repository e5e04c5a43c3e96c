import { watch } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../engine/model/failure/thrown';
import { syncFolder, writeDurably } from '../files/durableFile';
import { decodeQueue, encodeQueue } from './queueFile';
import { type LockOwner, QueueLock } from './queueLock';
import { EMPTY_QUEUE, type Queue } from './queueState';

const NAME = 'queue.json';

/** More bytes than this are not read: no queue of this product is so large. */
const LARGEST = 256 * 1024 * 1024;

/** Where the queue outlives its window, and who may change it. */
export interface QueueStorage {
  /** Takes the queue for this window, so that it may be written and run; false if another window has it. */
  acquire(): Promise<boolean>;
  /** Gives the queue back. */
  release(): Promise<void>;
  /** The other window that has the queue; undefined if none has it. */
  otherOwner(): Promise<LockOwner | undefined>;
  /** The queue as it was written last, the same object if nobody wrote; undefined where it cannot be read. */
  read(): Promise<Queue | undefined>;
  /** Puts what cannot be read out of the way, under a name that is given back: it is kept for whoever can read it. */
  setAside(): Promise<string>;
  /** Resolves when the queue is on stable storage. */
  write(queue: Queue): Promise<void>;
  /** Calls whenever another window may have changed something, until disposed. */
  watch(onChange: () => void): { dispose(): void };
}

/** Keeps the queue in a file of a folder that all windows share. */
export class QueueStore implements QueueStorage {
  readonly #path: string;
  readonly #lock: QueueLock;
  #lastRead: { readonly version: string; readonly queue: Queue | undefined } | undefined;

  /** @param folder Absolute path; it is made when it is needed. */
  constructor(private readonly folder: string) {
    this.#path = join(folder, NAME);
    this.#lock = new QueueLock(folder);
  }

  acquire(): Promise<boolean> {
    return this.#lock.acquire();
  }

  release(): Promise<void> {
    return this.#lock.release();
  }

  otherOwner(): Promise<LockOwner | undefined> {
    return this.#lock.otherOwner();
  }

  async read(): Promise<Queue | undefined> {
    try {
      const file = await open(this.#path, 'r');
      try {
        const { size, ino, mtimeNs } = await file.stat({ bigint: true });
        const version = `${size} ${ino} ${mtimeNs}`;
        if (this.#lastRead?.version === version) return this.#lastRead.queue;
        const queue = size > LARGEST ? undefined : decodeQueue(await file.readFile('utf8'));
        this.#lastRead = { version, queue };
        return queue;
      } finally {
        await file.close();
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return EMPTY_QUEUE;
      throw error;
    }
  }

  async setAside(): Promise<string> {
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const path = join(this.folder, `queue.damaged-${time}.json`);
    await rename(this.#path, path);
    await syncFolder(this.folder);
    return path;
  }

  async write(queue: Queue): Promise<void> {
    if (!this.#lock.isHeld) throw new Error('the queue is written only by the window that has it');
    await writeDurably(this.#path, encodeQueue(queue));
  }

  watch(onChange: () => void): { dispose(): void } {
    let stop = (): void => {};
    let stopped = false;
    mkdir(this.folder, { recursive: true, mode: 0o700 }).then(
      () => {
        if (stopped) return;
        const watcher = watch(this.folder, { persistent: false }, () => onChange());
        watcher.on('error', () => watcher.close());
        stop = () => watcher.close();
      },
      // The queue cannot be kept there, which whoever writes to it is told. Nothing is missed: before every change of
      // its own a window reads the file anew.
      () => {},
    );
    return {
      dispose: () => {
        stopped = true;
        stop();
      },
    };
  }
}
