import type { MessagePort } from 'node:worker_threads';
import { DigestStock } from '../digests/digester';
import { BufferStock } from '../memory/bufferStock';
import { Ring } from '../memory/ring';
import { SharedState } from '../model/thread/sharedState';
import { digestFrom } from './digestLane';
import { type LaneTask, LaneTaskSchema } from './laneTask';
import { type LaneStocks, proveTask } from './proofLane';
import { readInto } from './readLane';
import { serveRing } from './serveRing';
import { lookAtSourcesTask } from './sourceLane';
import { writeFrom } from './writeLane';

/** The message loop of a lane: does one task after another and answers each, until its port is closed. */
export function serveLane(port: MessagePort): void {
  const stocks = { digests: new DigestStock(), buffers: new BufferStock() };
  let last = Promise.resolve();
  port.on('message', (message: unknown) => {
    if (message === 'end') port.close();
    else last = last.then(async () => port.postMessage(await done(LaneTaskSchema.parse(message), stocks)));
  });
}

async function done(task: LaneTask, stocks: LaneStocks): Promise<unknown> {
  switch (task.kind) {
    case 'prove':
      return proveTask(task, stocks);
    case 'lookAtSources':
      return lookAtSourcesTask(task);
    case 'write':
      return serveRing(new Ring(task.ring), writeFrom(new SharedState(task.shared).pulse));
    case 'read':
      return serveRing(new Ring(task.ring), readInto(new SharedState(task.shared).pulse));
    case 'digest':
      return serveRing(new Ring(task.ring), digestFrom(await stocks.digests.prepare(task.hashAlgorithms)));
    default:
      return task satisfies never;
  }
}
