import type { BatchResult, ComparisonResult, Measured, Sample, ScalingResult } from '../../bench/model.mts';

/** A run that took so long; everything else is small. */
function sample(wallMs: number, more: Partial<Sample> = {}): Sample {
  return { wallMs, cpuMs: 1, peakMemoryBytes: 50e6, ...more };
}

/** A way to copy whose runs took so long. */
export function row(id: string, times: readonly number[], more: Partial<Measured> = {}): Measured {
  const samples = times.map((time) => sample(time));
  return { id, title: `way ${id}`, verifies: 'something', samples, syscallsPerFile: null, ...more };
}

/** Everything that the suite of small files is held against. */
export function smallFiles(times: Readonly<Record<string, number>>): ComparisonResult {
  const all = { stream: 900, device: 1200, readBack: 1000, threePass: 1500, cp: 1000, cpOpenssl: 2000, rclone: 1300 };
  const rows = Object.entries({ ...all, ...times }).map(([id, time]) => row(id, [time]));
  return { kind: 'comparison', load: { files: 10, bytes: 1000 }, rows };
}

/** One way to copy, measured with these amounts: milliseconds and bytes of memory of each. */
export function scaling(points: Readonly<Record<number, readonly [number, number]>>): ScalingResult {
  const measured = Object.entries(points).map(([amount, [wallMs, peakMemoryBytes]]) => {
    return { amount: Number(amount), samples: [sample(wallMs, { peakMemoryBytes })] };
  });
  return { kind: 'scaling', unit: 'files', lines: [{ title: 'way', points: measured }] };
}

/** Jobs that took so long and left so much in memory, one after another. */
export function batch(eachJob: BatchResult['eachJob']): BatchResult {
  const load = { files: 1, bytes: 1 };
  return { kind: 'batch', load, jobs: eachJob.length, eachJob, asJobs: [sample(110)], asOneJob: [sample(100)] };
}
