import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { codeOf } from '../../engine/model/failure/thrown';
import { parseJson } from '../files/parseJson';
import { isAlive, ownIdentity, type ProcessIdentity, ProcessIdentitySchema } from './processIdentity';

const NAME = /^queue\.lock\.(\d{1,9})$/;

/** A lock file without readable content is being made just now, unless it is older than this, in milliseconds. */
const MAKING_MS = 10_000;

/** Without an owner the lock was given back. */
const LockSchema = z.strictObject({ owner: z.nullable(ProcessIdentitySchema), token: z.string() });

/** Who has the queue. Null where the file that says so cannot be read yet. */
export type LockOwner = ProcessIdentity | null;

interface LockFile {
  readonly number: number;
  readonly path: string;
}

/**
 * Sees to it that one process at a time has the queue of a folder.
 *
 * Lock files are numbered, and the highest one counts. Whoever finds that it was given back, or that its owner is dead,
 * creates the next higher one, exclusively: of several that try, one succeeds. Numbers never begin anew, so a decision
 * made by an old look at the folder can only come to a number that is not the highest any more, and is taken back. If a
 * stale file were removed and made anew instead, two could each remove what the other has just made.
 */
export class QueueLock {
  readonly #token = randomUUID();
  #held: LockFile | undefined;

  /** @param folder Absolute path; it is made when it is needed. */
  constructor(private readonly folder: string) {}

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** Takes the lock if nobody living has it; true also where this one has it already. */
  async acquire(): Promise<boolean> {
    if (this.#held !== undefined) return true;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const highest = (await this.#files()).at(-1);
    if (highest !== undefined && (await livingOwner(highest)) !== undefined) return false;
    const mine = await this.#create((highest?.number ?? 0) + 1);
    if (mine === undefined) return false;
    const all = await this.#files();
    if (all.at(-1)?.number !== mine.number) {
      // The look at the folder was too old: another one has gone further meanwhile.
      await rm(mine.path, { force: true });
      return false;
    }
    this.#held = mine;
    // The one before stays, so that whoever reads the folder while files come and go never sees it without any.
    for (const { path, number } of all) if (number < mine.number - 1) await rm(path, { force: true });
    return true;
  }

  /** Gives the lock back, if this one has it. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return;
    const temporary = `${held.path}.tmp`;
    await writeFile(temporary, JSON.stringify({ owner: null, token: this.#token }), { mode: 0o600 });
    await rename(temporary, held.path);
  }

  /** The living owner, if it is another one; undefined where the lock is free or this one's. */
  async otherOwner(): Promise<LockOwner | undefined> {
    const highest = (await this.#files()).at(-1);
    if (highest === undefined || highest.path === this.#held?.path) return undefined;
    return livingOwner(highest);
  }

  async #create(number: number): Promise<LockFile | undefined> {
    const path = join(this.folder, `queue.lock.${number}`);
    const content = JSON.stringify({ owner: await ownIdentity(), token: this.#token });
    try {
      await writeFile(path, content, { flag: 'wx', mode: 0o600, flush: true });
      return { number, path };
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return undefined;
      await rm(path, { force: true });
      throw error;
    }
  }

  /** The lock files, highest last. */
  async #files(): Promise<readonly LockFile[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    return names
      .flatMap((name) => {
        const number = NAME.exec(name)?.[1];
        return number === undefined ? [] : [{ number: Number(number), path: join(this.folder, name) }];
      })
      .sort((a, b) => a.number - b.number);
  }
}

/** The living owner of a lock file; undefined if there is none, null if nobody can say just now. */
async function livingOwner({ path }: LockFile): Promise<LockOwner | undefined> {
  try {
    const lock = LockSchema.safeParse(parseJson(await readFile(path, 'utf8')));
    if (lock.success) {
      const { owner } = lock.data;
      return owner !== null && (await isAlive(owner)) ? owner : undefined;
    }
    // Not written to its end yet, or damaged; its age tells which.
    return Date.now() - (await stat(path)).mtimeMs < MAKING_MS ? null : undefined;
  } catch (error) {
    // A higher one was made meanwhile: somebody has it, or has just had it.
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
