import type { Digester } from '../digests/digester';
import type { FileSystem } from '../fs/fileSystem';
import type { JobRequest } from '../model/job/job';
import type { PassContext } from '../reading/readThrough';
import type { Follower } from '../verify/prover';
import type { UncachedReader } from '../verify/uncachedReader';
import type { Assistants } from './assistance';
import type { ChunkWriter } from './chunkWriter';
import type { Transferring } from './passes';

/** What copying one file needs besides the file. */
export interface FileCopyContext extends PassContext {
  readonly request: JobRequest;
  readonly fs: FileSystem;
  readonly writer: ChunkWriter;
  readonly transfer: Transferring;
  readonly assistants: Assistants;
  /** Undefined where nothing is proved before it is written. */
  readonly follower: Follower | undefined;
  readonly digester: Digester;
  readonly reader: UncachedReader;
  /** Whether the source's file system has stable inodes and change times. */
  readonly keepsIdentities: boolean;
}
