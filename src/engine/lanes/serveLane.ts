import type { MessagePort } from 'node:worker_threads';
import { DigestStock } from '../digests/digester';
import { BufferStock } from '../memory/bufferStock';
import { Ring } from '../memory/ring';
import { SharedState } from '../model/thread/sharedState';
import { digestFrom } from './digestLane';
import { copyTask } from './fileLane';
import { type LaneTask, LaneTaskSchema } from './laneTask';
import { type LaneStocks, proveTask } from './proofLane';
import { readInto } from './readLane';
import { serveRing } from './serveRing';
import { lookAtSourcesTask } from './sourceLane';
import { type Turn, Turns } from './turns';
import { writeFrom } from './writeLane';

/** The message loop of a lane: does one task after another and answers them in this order, until its port is closed. */
export function serveLane(port: MessagePort): void {
  const stocks = { digests: new DigestStock(), buffers: new BufferStock() };
  const turns = new Turns();
  let last = Promise.resolve();
  port.on('message', (message: unknown) => {
    if (message === 'end') {
      void last.then(() => port.close());
      return;
    }
    const answer = inTurn(turns, LaneTaskSchema.parse(message), stocks);
    last = last.then(async () => port.postMessage(await answer));
  });
}

async function inTurn(turns: Turns, task: LaneTask, stocks: LaneStocks): Promise<unknown> {
  const turn = await turns.next();
  try {
    return await done(task, stocks, turn);
  } finally {
    turn.end();
  }
}

async function done(task: LaneTask, stocks: LaneStocks, turn: Turn): Promise<unknown> {
  switch (task.kind) {
    case 'copy':
      return copyTask(task, stocks, turn);
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
