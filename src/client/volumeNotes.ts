import type { Attempt } from '../engine/model/job';
import type { PathText } from '../engine/model/pathText';
import type { WaitingJob } from './queueState';

/** Gives the device number of the file system a path lies on, or undefined; `volumes.ts` does. */
export type VolumeOf = (path: PathText) => Promise<bigint | undefined>;

/**
 * Remembers on which volume the destination of each job lay when the job came into the queue: once a volume has gone,
 * its mount point is a folder of another one.
 */
export class VolumeNotes {
  readonly #volumes = new Map<string, Promise<bigint | undefined>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly volumeOf: VolumeOf) {}

  /** Looks at destinations that were not looked at yet, and forgets those of jobs that are gone. */
  update(attempts: readonly Attempt[]): void {
    const known = new Set(attempts.map(({ jobId }) => jobId));
    for (const jobId of this.#volumes.keys()) if (!known.has(jobId)) this.#volumes.delete(jobId);
    for (const attempt of attempts) if (!this.#volumes.has(attempt.jobId)) this.#look(attempt);
  }

  /** The volume of a job that was looked at; undefined where nobody can say. */
  of({ jobId }: Attempt): Promise<bigint | undefined> {
    return this.#volumes.get(jobId) ?? Promise.resolve(undefined);
  }

  /** Ids of the jobs whose destinations lie on `volume`. */
  async on(volume: bigint | undefined, jobs: readonly WaitingJob[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    if (volume === undefined) return found;
    for (const { attempt } of jobs) if ((await this.of(attempt)) === volume) found.add(attempt.jobId);
    return found;
  }

  /** One after another: a device that hangs then holds one of the four threads all extensions share, not all. */
  #look({ jobId, request }: Attempt): void {
    const look = this.#turn.then(() => this.volumeOf(request.destinations[0] ?? ''));
    this.#volumes.set(jobId, look);
    // Whoever needs the answer hears of the error.
    this.#turn = look.catch(() => {});
  }
}
