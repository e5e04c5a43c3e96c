import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { jobSummary } from '../support/cli';
import { runBounded } from '../support/faults/processes';
import { expectWholeRecords, recordFolders } from '../support/faults/promises';
import { KiB, makeFiles } from '../support/faults/samples';
import { scratchFolder } from '../support/scratch';

const DAY_MS = 86_400_000;

/** A program for `--require`: the wall clock of the process and of its threads goes back by a day at each look. */
const CLOCK = `
const RealDate = Date;
let looks = 0;
const now = () => RealDate.now() - ${DAY_MS} * looks++;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }
  static now() {
    return now();
  }
};
`;

const SummarySchema = z.looseObject({ status: z.string(), durationMs: z.number(), bytesPerSecond: z.number() });
const EntrySchema = z.looseObject({ utc: z.iso.datetime(), monotonicNs: z.string() });

test('row 65: a wall clock that jumps back a day at each look: the copy is whole, no duration comes from it, and the log tells both clocks', async () => {
  const root = scratchFolder();
  const tree = makeFiles(join(root, 'tree'), { 'a.bin': 300 * KiB, 'b.bin': 10 });
  const clock = join(root, 'clock.cjs');
  writeFileSync(clock, CLOCK);
  const to = join(root, 'to');
  const startedAt = performance.now();
  const env = { NODE_OPTIONS: `--require "${clock}"` };
  const result = await runBounded(['copy', tree, '--to', to, '--json', '--verification', 'readBack'], { env });
  const tookMs = performance.now() - startedAt;
  const { status, durationMs, bytesPerSecond } = SummarySchema.parse(jobSummary(result.stdout));
  expect(status, result.stdout).toBe('complete');
  expect(durationMs).toBeGreaterThan(0);
  expect(durationMs).toBeLessThan(tookMs);
  expect(bytesPerSecond).toBeGreaterThan(0);
  expectWholeRecords(to);
  const [records = ''] = recordFolders(to);
  const lines = readFileSync(join(records, 'custody.jsonl'), 'utf8').trimEnd().split('\n');
  const entries = lines.map((line) => EntrySchema.parse(JSON.parse(line)));
  const wall = entries.map(({ utc }) => Date.parse(utc));
  const monotonic = entries.map(({ monotonicNs }) => BigInt(monotonicNs));
  expect(wall).toEqual(wall.toSorted((a, b) => b - a));
  expect((wall[0] ?? 0) - (wall.at(-1) ?? 0)).toBeGreaterThan(DAY_MS);
  expect(monotonic).toEqual(monotonic.toSorted((a, b) => (a < b ? -1 : 1)));
  expect((await runBounded(['verify', to, '--json'])).status).toBe(0);
});
