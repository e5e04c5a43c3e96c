import { resolve } from 'node:path';

const dist = resolve(import.meta.dirname, '../../dist');

/** Absolute paths of the shipped bundles. */
export const BUNDLES = {
  cli: resolve(dist, 'cli.js'),
  worker: resolve(dist, 'worker.js'),
  lane: resolve(dist, 'lane.js'),
} as const;
