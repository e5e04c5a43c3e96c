import * as z from 'zod/mini';
import type { Folder } from '../fs/fileSystem';
import { readSmallFile } from '../fs/readSmallFile';
import { SystemError } from '../fs/systemError';
import { isRunning, ownTask, type Task, TaskSchema } from '../fs/task';
import { writeFully } from '../fs/writeFully';
import { FailureError } from '../model/failure/failure';

const NAME = /^owner-(\d{1,9})$/;

/** A lock file without readable content is being made just now, unless it is older than this, in milliseconds. */
const MAKING_MS = 10_000;

/**
 * Sees to it that one engine at a time works in a staging folder.
 *
 * Lock files are numbered, and the highest one counts. Whoever finds that its owner is dead creates the next higher one,
 * exclusively: of several that try, one succeeds, and who finds a higher one than the own afterwards has looked too early
 * and takes it back. A stale lock is never replaced, because two could each replace what the other has just made.
 */
export class StagingLock {
  /** @param name Of its file in the staging folder. */
  private constructor(readonly name: string) {}

  /**
   * Takes the lock of a staging folder, which stays the caller's. Throws a {@link FailureError} `stagingInUse` while a
   * living engine has it, and what the file system throws.
   */
  static take(folder: Folder): StagingLock {
    const highest = numbersIn(folder).at(-1) ?? 0;
    if (highest > 0) throwIfAlive(folder, highest);
    const mine = highest + 1;
    const name = `owner-${mine}`;
    try {
      create(folder, name);
    } catch (error) {
      if (error instanceof SystemError && error.code === 'EEXIST') throw inUse(folder, undefined);
      throw error;
    }
    const lock = new StagingLock(name);
    if (numbersIn(folder).at(-1) === mine) return lock;
    lock.release(folder);
    throw inUse(folder, undefined);
  }

  /** Gives it back. Throws what the file system throws. */
  release(folder: Folder): void {
    folder.removeFile(this.name);
  }
}

function numbersIn(folder: Folder): number[] {
  const numbers = [...folder.names()].flatMap((name) => {
    const number = NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return numbers.sort((a, b) => a - b);
}

function create(folder: Folder, name: string): void {
  const file = folder.createFile(name);
  try {
    const bytes = Buffer.from(`${JSON.stringify(ownTask())}\n`);
    writeFully(file, bytes, 0, bytes.length, 0);
  } finally {
    file.close();
  }
}

function throwIfAlive(folder: Folder, number: number): void {
  const name = `owner-${number}`;
  const stat = folder.find(name);
  // Given back in this very moment: whoever comes next decides.
  if (stat === undefined) return;
  const task = parseTask(readSmallFile(folder, name));
  if (task !== undefined ? isRunning(task) : Date.now() - Number(stat.mtimeNs / 1_000_000n) < MAKING_MS) {
    throw inUse(folder, task);
  }
}

function parseTask(bytes: Buffer | undefined): Task | undefined {
  try {
    const task = z.safeParse(TaskSchema, JSON.parse(bytes?.toString('utf8') ?? ''));
    return task.success ? task.data : undefined;
  } catch {
    // Not written to its end: its age tells whether it will be.
    return undefined;
  }
}

function inUse(folder: Folder, task: Task | undefined): FailureError {
  const args = task === undefined ? {} : { owner: `process ${task.pid} on ${task.hostname}` };
  return new FailureError({ code: 'stagingInUse', path: folder.path, args }, 'job');
}
