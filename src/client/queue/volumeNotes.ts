import type { Attempt } from '../../engine/model/job/job';
import type { PathText } from '../../engine/model/text/pathText';
import type { WaitingJob } from './queueState';
import type { Volumes } from './volumes';

/** Gives the device number of the file system a path lies on, or undefined; `volumes.ts` does. */
export type VolumeOf = (path: PathText) => Promise<bigint | undefined>;

/**
 * Remembers on which volumes the destinations of each job lay when the job came into the queue: once a volume has gone,
 * its mount point is a folder of another one.
 */
export class VolumeNotes {
  readonly #volumes = new Map<string, Promise<Volumes>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly volumeOf: VolumeOf) {}

  /** Looks at destinations that were not looked at yet, and forgets those of jobs that are gone. */
  update(attempts: readonly Attempt[]): void {
    const known = new Set(attempts.map(({ jobId }) => jobId));
    for (const jobId of this.#volumes.keys()) if (!known.has(jobId)) this.#volumes.delete(jobId);
    for (const attempt of attempts) if (!this.#volumes.has(attempt.jobId)) this.#look(attempt);
  }

  /** The volumes of a job that was looked at, in the order of its destinations. */
  of({ jobId }: Attempt): Promise<Volumes> {
    return this.#volumes.get(jobId) ?? Promise.resolve([]);
  }

  /** Ids of the jobs of which a destination lies on one of `volumes`. */
  async on(volumes: Volumes, jobs: readonly WaitingJob[]): Promise<ReadonlySet<string>> {
    const wanted = new Set(volumes.filter((volume) => volume !== undefined));
    const found = new Set<string>();
    if (wanted.size === 0) return found;
    for (const { attempt } of jobs) {
      const isOnOne = (await this.of(attempt)).some((volume) => volume !== undefined && wanted.has(volume));
      if (isOnOne) found.add(attempt.jobId);
    }
    return found;
  }

  /** One after another: a device that hangs then holds one of the four threads all extensions share, not all. */
  #look({ jobId, request }: Attempt): void {
    const look = this.#turn.then(async () => {
      const volumes: (bigint | undefined)[] = [];
      for (const destination of request.destinations) volumes.push(await this.volumeOf(destination));
      return volumes;
    });
    this.#volumes.set(jobId, look);
    // Whoever needs the answer hears of the error.
    this.#turn = look.catch(() => {});
  }
}
