import { BATCHES } from './batch.mts';
import { COLD_SOURCE } from './coldSource.mts';
import { COMPARISONS } from './comparisons.mts';
import { DESTINATIONS } from './destinations.mts';
import { FILE_COUNT, FILE_SIZE } from './scaling.mts';
import type { Suite } from './suite.mts';

/** Everything that is measured, the quick ones first. */
export const SUITES: readonly Suite[] = [...COMPARISONS, COLD_SOURCE, DESTINATIONS, ...BATCHES, FILE_SIZE, FILE_COUNT];
