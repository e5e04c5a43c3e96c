import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateRing, Ring, type RingMemory, type Slot } from '../../src/engine/memory/ring';
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
            const run = lane.oldest();
            expect(run === undefined).toBe(submitted === written);
            if (run === undefined) continue;
            const { buffer, ...rest } = run;
            expect(buffer[0]).toBe(written);
            expect(rest).toEqual({
              fd: 100 + written,
              length: written + 1,
              position: written * 2 ** 40,
              way: written % 2 === 1 ? 'sparse' : 'plain',
              slots: 1,
            });
            lane.release(run);
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
    const run = lane.oldest();
    if (run !== undefined) lane.release(run);
  }
  expect([...seen].sort((a, b) => a - b)).toEqual([0, SLOT, 2 * SLOT, 3 * SLOT]);
});

describe('what lies one behind the other is one write', () => {
  const full = { fd: 7, length: SLOT, way: 'direct' } as const;
  /** Submits chunks to a new ring of eight buffers, of which the first `skipped` are used up before. */
  function ringWith(chunks: readonly Partial<Slot>[], skipped = 0): Ring {
    const { engine, lane } = ringAfter(skipped, 8);
    for (const [index, chunk] of chunks.entries()) {
      const buffer = engine.freeBuffer() ?? new Uint8Array();
      buffer[0] = index;
      engine.submit({ buffer, position: index * SLOT, ...full, ...chunk });
    }
    return lane;
  }

  /** How many buffers each write takes, and its bytes. */
  function runsOf(lane: Ring): [slots: number, length: number][] {
    const runs: [number, number][] = [];
    for (let run = lane.oldest(); run !== undefined; run = lane.oldest()) {
      for (let slot = 0; slot < run.slots; slot++) expect(run.buffer[slot * SLOT]).toBe(run.position / SLOT + slot);
      runs.push([run.slots, run.length]);
      lane.release(run);
    }
    return runs;
  }

  test.each<[what: string, chunks: readonly Partial<Slot>[], skipped: number, runs: [number, number][]]>([
    [
      'half of the ring at most',
      Array(7).fill({}),
      0,
      [
        [4, 4 * SLOT],
        [3, 3 * SLOT],
      ],
    ],
    ['the end of a file may be short', [{}, {}, { length: 5 }], 0, [[3, 2 * SLOT + 5]]],
    [
      'nothing comes behind a short one',
      [{ length: 5 }, {}],
      0,
      [
        [1, 5],
        [1, SLOT],
      ],
    ],
    [
      'not over the end of the memory',
      Array(4).fill({}),
      6,
      [
        [2, 2 * SLOT],
        [2, 2 * SLOT],
      ],
    ],
    [
      'not where another file begins',
      [{}, {}, { fd: 8 }],
      0,
      [
        [2, 2 * SLOT],
        [1, SLOT],
      ],
    ],
    [
      'not where it is written in another way',
      [{}, { way: 'plain' }],
      0,
      [
        [1, SLOT],
        [1, SLOT],
      ],
    ],
  ])('%s', (_, chunks, skipped, runs) => expect(runsOf(ringWith(chunks, skipped))).toEqual(runs));

  test('not where the file has a gap', () => {
    expect(ringWith([{}, { position: 5 * SLOT }]).oldest()?.slots).toBe(1);
  });
});

test('a lane tells its failure through the ring, and the engine may go on after it', () => {
  const { engine, lane } = ringAfter(0);
  lane.fail(JSON.stringify({ code: 'ENOSPC', message: 'é'.repeat(10) }));
  expect(engine.state).toBe('failed');
  expect(JSON.parse(engine.said)).toEqual({ code: 'ENOSPC', message: 'é'.repeat(10) });
  engine.setState('running');
  expect(lane.state).toBe('running');
});

test('nobody waits where there is something to do', () => {
  const { engine, lane } = ringAfter(0);
  engine.submit({ buffer: engine.freeBuffer() ?? new Uint8Array(), fd: 0, length: 1, position: 0, way: 'plain' });
  // Each of these would block this thread for a minute, and end the test, if it waited.
  lane.waitForCall(60_000);
  engine.waitUntilPending(1, 60_000);
  const run = lane.oldest();
  if (run !== undefined) lane.release(run);
  engine.waitUntilPending(0, 60_000);
  engine.setState('stopping');
  lane.waitForCall(60_000);
  expect(lane.state).toBe('stopping');
});
