import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { startEngineThread } from '../../src/client/engine/engineThread';
import { BUNDLES } from '../support/bundles';
import { attemptAt, newClient } from '../support/client';
import { requestFor } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

/** Runs a job with a client that was given a thread ahead, and gives its summary and the thread that it ran on. */
async function copyOn(ahead: Worker) {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const { client } = newClient(BUNDLES.worker, undefined, ahead);
  const job = client.start(attemptAt(requestFor([join(root, 'source')], join(root, 'out'))), {});
  const { worker } = client;
  return { summary: await job.finished, worker };
}

test('the first job runs on the thread that was started ahead', async () => {
  const ahead = startEngineThread(BUNDLES.worker, { application: null });
  const { summary, worker } = await copyOn(ahead);
  expect(summary.status).toBe('complete');
  expect(worker).toBe(ahead);
});

test('one that has died before the first job is replaced', async () => {
  const ahead = new Worker('process.exit(3)', { eval: true });
  await once(ahead, 'exit');
  const { summary, worker } = await copyOn(ahead);
  expect(summary.status).toBe('complete');
  expect(worker).not.toBe(ahead);
});
