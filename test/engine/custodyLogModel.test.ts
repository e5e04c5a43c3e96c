import { statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { Folder } from '../../src/engine/fs/fileSystem';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { removeAny } from '../../src/engine/fs/removeTree';
import type { CustodyEvent } from '../../src/engine/journal/custodyEvent';
import { CUSTODY_NAME, CustodyLog } from '../../src/engine/journal/custodyLog';
import { readCustodyLog } from '../../src/engine/journal/readCustodyLog';
import { memoryScratch } from '../support/memoryScratch';
import { holds } from '../support/property';

/** A log beside what is known of it: everything that was said, and how much of that was made durable. */
class ModelledLog {
  #said: CustodyEvent[] = [];
  #durable = { events: 0, bytes: 0 };
  #next = 0;
  #log: CustodyLog;

  constructor(private readonly folder: Folder) {
    this.#log = CustodyLog.create(folder);
  }

  append(times: number): void {
    for (let time = 0; time < times; time++) {
      const event = this.#newEvent();
      this.#log.append(event);
      this.#said.push(event);
    }
  }

  sync(): void {
    this.#log.sync();
    this.#durable = { events: this.#said.length, bytes: this.#size };
  }

  /** The power is cut: of what was not durable some bytes are left, from none (0) to all (1). Then the job is continued. */
  cut(left: number): void {
    this.#log.close();
    const { bytes } = this.#durable;
    truncateSync(this.#path, bytes + Math.floor((this.#size - bytes) * left));
    const { events, end } = this.#read();
    expect(events.length).toBeGreaterThanOrEqual(this.#durable.events);
    expect(events).toEqual(this.#said.slice(0, events.length));
    const event = this.#newEvent();
    this.#log = CustodyLog.continue(this.folder, end, this.folder, event);
    this.#said = [...events, event];
    this.#durable = { events: this.#said.length, bytes: this.#size };
  }

  end(): void {
    this.sync();
    this.#log.close();
    const { events, end } = this.#read();
    expect(events).toEqual(this.#said);
    expect(end).toEqual({ ...this.#log.head, tornBytes: 0, bytes: this.#size });
  }

  /** Every event is another one, so that none can stand for another. */
  #newEvent(): CustodyEvent {
    return { event: 'validated', findings: this.#next++ };
  }

  #read() {
    const events: CustodyEvent[] = [];
    const entries = readCustodyLog(this.folder);
    for (;;) {
      const next = entries.next();
      if (next.done === true) return { events, end: next.value };
      const { seq: _, utc: __, ...event } = next.value;
      events.push(event);
    }
  }

  get #path(): string {
    return join(this.folder.path, CUSTODY_NAME);
  }

  get #size(): number {
    return statSync(this.#path).size;
  }
}

type Step = (log: ModelledLog) => void;

/** More than a log holds back before it hands them to the system. */
const MANY = 2000;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: MANY }).map(
      (times): Step =>
        (log) =>
          log.append(times),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Step>((log) => log.sync()) },
  {
    weight: 2,
    arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map(
      (left): Step =>
        (log) =>
          log.cut(left),
    ),
  },
);

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

test(`what was synced is in the log, in order, and nothing else that was not said, however often it is cut off and continued (SEED=${seed})`, () => {
  const folder = nodeFileSystem.openFolder(memoryScratch());
  onTestFinished(() => folder.close());
  holds(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      for (const name of [...folder.names()]) removeAny(folder, name);
      const log = new ModelledLog(folder);
      for (const take of steps) take(log);
      log.end();
    }),
    { seed, numRuns: 60 },
  );
});
