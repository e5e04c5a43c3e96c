import type { Phase } from '../../engine/model/job/phase';
import type { PathText } from '../../engine/model/text/pathText';
import type { Life } from './watchdog';

/** A picture of a running job at one moment. Each is complete in itself, so that dropping one does no harm. */
export interface Progress extends Measured {
  life: Life;
}

/** How far a running job has come, and how fast. */
export interface Measured {
  phase: Phase;
  paused: boolean;
  /** Share of the whole job that is done, 0 … 1, never going back; null until the plan is known. */
  fraction: number | null;
  /** Bytes of the sources copied so far, and planned (0 until the plan is known). */
  bytesDone: number;
  bytesPlanned: number;
  itemsDone: number;
  itemsPlanned: number;
  itemsFailed: number;
  /** Bytes per second: over the last seconds, since the start, and the highest seen. */
  currentRate: number;
  averageRate: number;
  peakRate: number;
  /** Milliseconds to the end as far as can be told; null until the plan is known and a rate was measured. */
  etaMs: number | null;
  /** The item at hand, relative to the payload. */
  currentPath: PathText | null;
}
