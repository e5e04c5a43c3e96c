import type { JobStarter } from '../../../src/client/engine/jobStarter';
import { CopyQueue } from '../../../src/client/queue/copyQueue';
import type { ProcessIdentity } from '../../../src/client/queue/processIdentity';
import { EMPTY_QUEUE, type Queue } from '../../../src/client/queue/queueState';
import type { QueueStorage } from '../../../src/client/queue/queueStore';
import type { VolumeOf } from '../../../src/client/queue/volumeNotes';

/** Another window, as it would stand in the lock. */
export const OTHER_WINDOW: ProcessIdentity = { pid: 4711, startTime: '1', hostname: 'lab' };

/** A place for the queue that windows of one test share. */
export class MemoryStorage implements QueueStorage {
  /** Undefined is a file that cannot be read. */
  saved: Queue | undefined = EMPTY_QUEUE;
  /** Who has the queue. */
  owner: ProcessIdentity | 'this window' | undefined;
  writes = 0;
  /** Thrown by every write while it is set. */
  failWith: Error | undefined;
  readonly watchers = new Set<() => void>();

  async acquire(): Promise<boolean> {
    if (this.owner !== undefined && this.owner !== 'this window') return false;
    this.owner = 'this window';
    return true;
  }

  async release(): Promise<void> {
    if (this.owner === 'this window') this.owner = undefined;
  }

  async otherOwner(): Promise<ProcessIdentity | undefined> {
    return this.owner === 'this window' ? undefined : this.owner;
  }

  async read(): Promise<Queue | undefined> {
    return this.saved;
  }

  async setAside(): Promise<string> {
    this.saved = EMPTY_QUEUE;
    return '/storage/queue.damaged.json';
  }

  async write(queue: Queue): Promise<void> {
    if (this.failWith !== undefined) throw this.failWith;
    this.writes++;
    this.saved = queue;
  }

  watch(onChange: () => void): { dispose(): void } {
    this.watchers.add(onChange);
    return { dispose: () => this.watchers.delete(onChange) };
  }
}

/** Parts of a queue that a test cares about. */
export interface QueueParts {
  readonly storage?: MemoryStorage;
  readonly volumeOf?: VolumeOf;
  reportError?(error: unknown): void;
}

/** A queue on an engine, with nothing else that is real. */
export function newQueue(starter: JobStarter, parts: QueueParts = {}): CopyQueue {
  return new CopyQueue({
    starter,
    storage: parts.storage ?? new MemoryStorage(),
    volumeOf: parts.volumeOf ?? (async () => 1n),
    reportError:
      parts.reportError ??
      ((error) => {
        throw error;
      }),
  });
}
