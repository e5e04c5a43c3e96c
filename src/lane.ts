import { workerData } from 'node:worker_threads';
import { Ring, type RingMemory } from './engine/lanes/ring';
import { runWriteLane } from './engine/lanes/writeLane';

// The engine alone starts this thread, and the memory has no form that a schema could check.
runWriteLane(new Ring(workerData as RingMemory));
