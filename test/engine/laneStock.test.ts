import { expect, onTestFinished, test } from 'vitest';
import { LaneStock } from '../../src/engine/lanes/laneStock';
import { BUNDLES } from '../support/bundles';
import { startedThreads } from '../support/startedThreads';

/** A stock of real lanes, and all threads that it has started. */
function stockOfLanes() {
  const threads = startedThreads();
  const stock = new LaneStock(BUNDLES.lane);
  onTestFinished(() => stock.close());
  return { stock, threads, running: () => threads.filter(({ threadId }) => threadId >= 0).length };
}

test('a lane is lent again, and one that was started ahead is the first', async () => {
  const { stock, threads } = stockOfLanes();
  stock.prepare();
  stock.prepare();
  expect(threads).toHaveLength(1);
  const lane = stock.take();
  expect(threads).toHaveLength(1);
  await stock.giveBack(lane);
  expect(stock.take()).toBe(lane);
  await stock.giveBack(lane);
});

test('what a job with many destinations needed is not kept for jobs with one', async () => {
  const { stock, running } = stockOfLanes();
  const lanes = Array.from({ length: 5 }, () => stock.take());
  expect(running()).toBe(5);
  for (const lane of lanes) await stock.giveBack(lane);
  expect(running()).toBe(3);
  await stock.close();
  expect(running()).toBe(0);
});

test('a lane that died is not lent, and does not stand for one that is started ahead', async () => {
  const { stock, threads } = stockOfLanes();
  const lane = stock.take();
  await stock.giveBack(lane);
  await threads[0]?.terminate();
  await expect.poll(() => lane.isAlive).toBe(false);
  stock.prepare();
  expect(threads).toHaveLength(2);
  expect(stock.take()).not.toBe(lane);
});
