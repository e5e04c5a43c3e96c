import { workerData } from 'node:worker_threads';
import type { LaneData } from './engine/lanes/laneWriter';
import { Ring } from './engine/lanes/ring';
import { runWriteLane } from './engine/lanes/writeLane';
import { Pulse } from './engine/model/pulse';

// The engine alone starts this thread, and the memory has no form that a schema could check.
const { ring, pulse } = workerData as LaneData;
runWriteLane(new Ring(ring), new Pulse(pulse));
