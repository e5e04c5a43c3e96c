import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { serve } from './engine/serve';

if (parentPort === null) throw new Error('worker.js is the engine thread; it is started by the client');
serve(parentPort, join(__dirname, 'lane.js'));
