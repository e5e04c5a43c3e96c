import type { DigestStock } from '../digests/digester';
import type { FileSystem } from '../fs/fileSystem';
import type { LaneStock } from '../lanes/laneStock';
import type { RingLender } from '../lanes/largeFileLanes';
import type { BufferStock } from '../memory/bufferStock';
import type { ToolBuild } from '../records/surroundings';
import type { ReadingShare } from '../sharing/sharedReading';

/** What the engine needs from the machine. */
export interface EngineServices {
  readonly fs: FileSystem;
  /** The threads beside this one; undefined: this one does everything. */
  readonly lanes: LaneStock | undefined;
  /** Code for digests that gave the known answers on this thread. */
  readonly digests: DigestStock;
  /** The buffers of this thread. */
  readonly buffers: BufferStock;
  /** What the destinations of one job share; undefined for a job that has only one. */
  readonly joint?: { readonly reading: ReadingShare; readonly rings: RingLender };
  /** Which code runs, for the record. */
  readonly build: ToolBuild;
  /** IANA name of the host's zone, for the record. */
  readonly timeZone: string;
}
