import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SignsOfLife, Watchdog } from '../../src/client/progress/watchdog';
import { ATTENDED, UNATTENDED } from '../../src/engine/model/job/patience';
import { Pulse } from '../../src/engine/model/thread/pulse';
import { holds } from '../support/property';

const LOOK_MS = 100;

/** A watchdog that is asked ten times a second. */
class Watched {
  now = 0;
  readonly dog: Watchdog;

  constructor(patience = ATTENDED) {
    this.dog = new Watchdog(patience, this.now);
  }

  /** Looks for `seconds`, always with the same signs, and gives what is said at last. */
  watch(seconds: number, signs: Partial<SignsOfLife> = {}) {
    const end = this.now + seconds * 1000;
    let life = this.dog.look({ beats: 1, isFlushing: false, isPaused: false, ...signs }, this.now);
    while (this.now < end) {
      this.now += LOOK_MS;
      life = this.dog.look({ beats: 1, isFlushing: false, isPaused: false, ...signs }, this.now);
    }
    return life;
  }
}

describe('B9: a job', () => {
  test('is stalled when no call has finished for as long as was set, and no more as soon as one has', () => {
    const job = new Watched();
    expect(job.watch(119)).toBe('working');
    expect(job.watch(1)).toBe('stalled');
    expect(job.watch(3600)).toBe('stalled');
    expect(job.watch(0, { beats: 2 })).toBe('working');
    expect(job.watch(119, { beats: 2 })).toBe('working');
  });

  test('that is paused is not stalled; the time counts anew when it goes on', () => {
    const job = new Watched();
    expect(job.watch(110)).toBe('working');
    expect(job.watch(3600, { isPaused: true })).toBe('working');
    expect(job.watch(119)).toBe('working');
    expect(job.watch(1)).toBe('stalled');
  });

  test('that waits for fsync is writing to disk, however long that takes', () => {
    const job = new Watched();
    expect(job.watch(1, { isFlushing: true })).toBe('working');
    expect(job.watch(1, { isFlushing: true })).toBe('writingToDisk');
    expect(job.watch(3600, { isFlushing: true })).toBe('writingToDisk');
    expect(job.watch(0, { beats: 2 })).toBe('working');
  });

  test('is not stalled because the computer slept: what was not watched does not count', () => {
    const { dog } = new Watched();
    const signs = { beats: 1, isFlushing: false, isPaused: false };
    dog.look(signs, 0);
    expect(dog.look(signs, 8 * 3_600_000)).toBe('working');
    expect(dog.silentMs).toBe(1000);
  });

  test('is abandoned by nobody where a person is asked, and else when patience is at its end', () => {
    const asked = new Watched(ATTENDED);
    expect(asked.watch(24 * 3600)).toBe('stalled');
    expect(asked.dog.isOutOfPatience).toBe(false);
    const unattended = new Watched(UNATTENDED);
    unattended.watch(120 + 30 * 60 - 1);
    expect(unattended.dog.isOutOfPatience).toBe(false);
    unattended.watch(1);
    expect(unattended.dog.isOutOfPatience).toBe(true);
  });
});

test('whatever is seen: stalled only after as long a silence as was set, without a pause or fsync at its end', () => {
  const sign = fc.record({ beats: fc.integer({ min: 0, max: 1 }), isFlushing: fc.boolean(), isPaused: fc.boolean() });
  holds(
    fc.property(fc.array(fc.tuple(sign, fc.integer({ min: 1, max: 5000 }))), (looks) => {
      const dog = new Watchdog({ stallSeconds: 2, abandonAfterMinutes: 0 }, 0);
      let now = 0;
      let changedAt = 0;
      let last: number | undefined;
      for (const [signs, step] of looks) {
        now += step;
        const life = dog.look(signs, now);
        if (signs.beats !== last || signs.isPaused) changedAt = now;
        last = signs.beats;
        if (life === 'stalled') expect([now - changedAt >= 2000, signs.isFlushing]).toEqual([true, false]);
      }
    }),
  );
});

test('a pulse counts across threads and tells of flushes while they last, also of one that fails', () => {
  const lane = new Pulse();
  const host = new Pulse(lane.words);
  const before = host.beats;
  lane.beat();
  expect(host.beats).not.toBe(before);
  const flush = () =>
    lane.whileFlushing(() => {
      expect(host.isFlushing).toBe(true);
      throw new Error('EIO');
    });
  expect(flush).toThrow('EIO');
  expect(host.isFlushing).toBe(false);
});
