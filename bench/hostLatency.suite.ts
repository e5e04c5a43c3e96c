import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import * as vscode from 'vscode';
import * as z from 'zod/mini';

const MiB = 1024 * 1024;
const SIZE_MIB = 2048;
const TIMER_MS = 10;
const IDLE_MS = 5000;

const SummarySchema = z.looseObject({ status: z.string(), durationMs: z.number(), bytesPerSecond: z.number() });

/** Latencies in milliseconds. */
interface Latencies {
  readonly timerLateness: number[];
  readonly stat: number[];
}

/**
 * Measures, inside the extension host, how late a 10 ms timer fires and how long an asynchronous `fs.stat` takes: idle,
 * and while a copy of 2 GiB runs at full speed in the engine's threads.
 */
export async function run(): Promise<void> {
  const result = process.env['SUITE_RESULT'];
  if (result === undefined) throw new Error('SUITE_RESULT names no file');
  const folder = join(tmpdir(), 'latency');
  mkdirSync(folder);
  const source = join(folder, 'source.bin');
  await makeFile(source);
  await vscode.extensions.getExtension('evidence-copy.evidence-copy')?.activate();
  const idle = await measure(new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
  const destination = join(folder, 'out');
  const copy = vscode.commands.executeCommand('evidenceCopy.copyWithVerification', { sources: [source], destination });
  const busy = await measure(copy);
  const summary = SummarySchema.parse(await copy);
  const figures = {
    size: SIZE_MIB * MiB,
    copy: { status: summary.status, durationMs: summary.durationMs, bytesPerSecond: summary.bytesPerSecond },
    idle: describe(idle),
    copying: describe(busy),
  };
  writeFileSync(join(dirname(result), 'latency.json'), JSON.stringify(figures));
  const passed = summary.status === 'complete';
  writeFileSync(result, JSON.stringify({ passed: passed ? 1 : 0, failed: passed ? 0 : 1 }));
}

async function makeFile(path: string): Promise<void> {
  const block = Buffer.alloc(16 * MiB, 'evidence ');
  const stream = createWriteStream(path);
  for (let written = 0; written < SIZE_MIB; written += 16) {
    block.writeUInt32LE(written);
    if (!stream.write(Buffer.from(block))) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}

async function measure(until: PromiseLike<unknown>): Promise<Latencies> {
  const latencies: Latencies = { timerLateness: [], stat: [] };
  let goesOn = true;
  const end = () => {
    goesOn = false;
  };
  until.then(end, end);
  while (goesOn) {
    const before = performance.now();
    await new Promise((resolve) => setTimeout(resolve, TIMER_MS));
    const fired = performance.now();
    await stat(__filename);
    latencies.timerLateness.push(fired - before - TIMER_MS);
    latencies.stat.push(performance.now() - fired);
  }
  return latencies;
}

function describe({ timerLateness, stat: stats }: Latencies): Record<string, unknown> {
  return { samples: stats.length, timerLatenessMs: percentiles(timerLateness), statMs: percentiles(stats) };
}

function percentiles(values: readonly number[]): Record<string, number> {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { median: at(0.5), p99: at(0.99), max: at(1) };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
