import { Worker } from 'node:worker_threads';
import type { SharedState } from '../../src/engine/model/thread/sharedState';

/** A thread that waits until the job is paused and lets it go on; the test's own thread is the engine's here. */
export function resumeWhenPaused(shared: SharedState): { ended: Promise<unknown> } {
  const script = `
    const { workerData } = require('node:worker_threads');
    const control = new Int32Array(workerData, 0, 1);
    while (Atomics.load(control, 0) !== 1) Atomics.wait(control, 0, 0, 10);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    Atomics.store(control, 0, 0);
    Atomics.notify(control, 0);
  `;
  const worker = new Worker(script, { eval: true, workerData: shared.buffer });
  return { ended: new Promise((resolve) => worker.once('exit', resolve)) };
}
