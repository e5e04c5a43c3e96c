import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateRing, Ring, type RingMemory } from '../../src/engine/lanes/ring';
import { holds } from '../support/property';

const SLOT = 64 * 1024;

/** Both counters of a ring that has been in use for so long. */
function ringAfter(submissions: number, slots = 4): { engine: Ring; lane: Ring; memory: RingMemory } {
  const memory = allocateRing(slots, SLOT);
  new Int32Array(memory.header, 0, 2).fill(submissions);
  return { engine: new Ring(memory), lane: new Ring(memory), memory };
}

describe.each([0, 2 ** 31 - 3, -3])('a ring whose counters stand at %i', (counters) => {
  test('gives every chunk to the lane once, in order, with the bytes that were put into its buffer', () => {
    holds(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (steps) => {
        const { engine, lane } = ringAfter(counters);
        let submitted = 0;
        let written = 0;
        for (const isSubmission of steps) {
          if (isSubmission) {
            const buffer = engine.freeBuffer();
            expect(buffer === undefined).toBe(submitted - written === 4);
            if (buffer === undefined) continue;
            buffer[0] = submitted;
            const position = submitted * 2 ** 40;
            engine.submit({
              buffer,
              fd: 100 + submitted,
              length: submitted + 1,
              position,
              way: submitted % 2 === 1 ? 'sparse' : 'plain',
            });
            submitted++;
          } else {
            const slot = lane.oldest();
            expect(slot === undefined).toBe(submitted === written);
            if (slot === undefined) continue;
            const { buffer, ...rest } = slot;
            expect(buffer[0]).toBe(written);
            expect(rest).toEqual({
              fd: 100 + written,
              length: written + 1,
              position: written * 2 ** 40,
              way: written % 2 === 1 ? 'sparse' : 'plain',
            });
            lane.release();
            written++;
          }
          expect([engine.pending, lane.pending]).toEqual([submitted - written, submitted - written]);
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('E1: the buffers of a ring are one page-aligned piece of shared memory, used again and again', () => {
  const { engine, lane } = ringAfter(0);
  const seen = new Set<number>();
  for (let round = 0; round < 12; round++) {
    const buffer = engine.freeBuffer();
    expect(buffer?.buffer).toBe(engine.memory.buffers);
    expect((buffer?.byteOffset ?? 1) % 4096).toBe(0);
    seen.add(buffer?.byteOffset ?? -1);
    engine.submit({ buffer: engine.freeBuffer() ?? new Uint8Array(), fd: 0, length: 1, position: 0, way: 'plain' });
    lane.release();
  }
  expect([...seen].sort((a, b) => a - b)).toEqual([0, SLOT, 2 * SLOT, 3 * SLOT]);
});

test('a lane tells its failure through the ring, and the engine may go on after it', () => {
  const { engine, lane } = ringAfter(0);
  lane.fail(JSON.stringify({ code: 'ENOSPC', message: 'é'.repeat(10) }));
  expect(engine.state).toBe('failed');
  expect(JSON.parse(engine.error)).toEqual({ code: 'ENOSPC', message: 'é'.repeat(10) });
  engine.setState('running');
  expect(lane.state).toBe('running');
});

test('nobody waits where there is something to do', () => {
  const { engine, lane } = ringAfter(0);
  engine.submit({ buffer: engine.freeBuffer() ?? new Uint8Array(), fd: 0, length: 1, position: 0, way: 'plain' });
  // Each of these would block this thread for a minute, and end the test, if it waited.
  lane.waitForCall(60_000);
  engine.waitUntilPending(1, 60_000);
  lane.release();
  engine.waitUntilPending(0, 60_000);
  engine.setState('stopping');
  lane.waitForCall(60_000);
  expect(lane.state).toBe('stopping');
});
