import { parentPort } from 'node:worker_threads';
import { serveLane } from './engine/lanes/serveLane';

if (parentPort === null) throw new Error('lane.js is a thread of the engine, which starts it');
serveLane(parentPort);
