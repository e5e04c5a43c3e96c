import { parentPort, workerData } from 'node:worker_threads';
import type { LaneData } from './engine/lanes/laneData';
import { runProofLane } from './engine/lanes/proofLane';
import { Ring } from './engine/lanes/ring';
import { runWriteLane } from './engine/lanes/writeLane';
import { Pulse } from './engine/model/thread/pulse';

if (parentPort === null) throw new Error('lane.js is a thread of the engine, which starts it');
const data = workerData as LaneData;
if (data.kind === 'write') runWriteLane(new Ring(data.ring), new Pulse(data.pulse));
else runProofLane(parentPort);
