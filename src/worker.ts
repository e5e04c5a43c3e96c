import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { bundleDigests } from './engine/fs/bundles';
import { EngineDataSchema } from './engine/model/thread/protocol';
import { serve } from './engine/serve';

if (parentPort === null) throw new Error('worker.js is the engine thread; it is started by the client');
const lanePath = join(__dirname, 'lane.js');
const { application, plantedFault } = EngineDataSchema.parse(workerData);
serve(parentPort, lanePath, { application, bundles: bundleDigests([__filename, lanePath]) }, plantedFault);
