import type {
  BatchResult,
  ComparisonResult,
  Findings,
  Measured,
  Sample,
  ScalingResult,
  TargetResult,
} from '../model.mts';
import { median } from '../statistics.mts';

/** A figure that is to be reached on the steady disk. How each is computed stands here and nowhere else. */
interface Target<Found> {
  readonly says: string;
  readonly bound: 'at least' | 'at most';
  readonly target: number;
  measure(found: Found): number;
}

/** Finds what was measured of a way to copy; throws where nothing was. */
type Rows = (id: string) => Measured;

const MEGABYTE = 1e6;

const COMPARISON_TARGETS: Readonly<Record<string, readonly Target<Rows>[]>> = {
  large: [
    atLeast(0.85, 'stream: share of the hashing rate', ofHashingRate('stream')),
    atLeast(0.6, 'device: share of the hashing rate', ofHashingRate('device')),
    atLeast(1.7, 'device: times as fast as rclone', times('rclone', 'device')),
    atLeast(1.7, 'device: times as fast as cp with openssl on both sides', times('cpOpenssl', 'device')),
    atLeast(4, 'device: times as fast as dc3dd', times('dc3dd', 'device')),
    atMost(0.5, 'stream: share of the time of three passes', times('stream', 'threePass')),
  ],
  single: [
    atLeast(0.55, 'device: share of the hashing rate', ofHashingRate('device')),
    atMost(0.5, 'stream: share of the time of three passes', times('stream', 'threePass')),
    atMost(150, 'device: MB of memory, idle process included', peakMegabytes('device')),
  ],
  medium: [atMost(0.7, 'stream: share of the time of three passes', times('stream', 'threePass'))],
  small: [
    atMost(1, 'stream: times as long as cp -r', times('stream', 'cp')),
    atMost(1.5, 'device: times as long as cp -r', times('device', 'cp')),
    atLeast(1, 'device: times as fast as rclone', times('rclone', 'device')),
    atLeast(1.3, 'device: times as fast as cp with openssl on both sides', times('cpOpenssl', 'device')),
    atMost(1, 'buffer reuse: times as long as three passes', times('readBack', 'threePass')),
  ],
  coldSource: [
    atLeast(
      0.8,
      'buffer reuse: time saved against three passes, in reads of the source',
      (row) => (wall(row('threePass')) - wall(row('readBack'))) / wall(row('read')),
    ),
  ],
  destinations: [
    atMost(1.3, 'stream, two destinations: times as long as one', times('streamToBoth', 'stream')),
    atMost(1.3, 'device, two destinations: times as long as one', times('deviceToBoth', 'device')),
  ],
};

const FILE_COUNT_TARGETS: readonly Target<ScalingResult>[] = [
  atMost(11, 'ten times as many files: times as long (the largest of all steps)', (found) =>
    largest(tenfoldSteps(found).map(({ time }) => time)),
  ),
  atMost(64, 'ten times as many files: MB more memory (the largest of all steps)', (found) =>
    largest(tenfoldSteps(found).map(({ memoryBytes }) => memoryBytes / MEGABYTE)),
  ),
];

const IN_A_ROW: readonly Target<BatchResult>[] = [
  atLeast(0.8, 'throughput of the last ten jobs, as a share of the first ten', ({ eachJob }) => {
    const time = (jobs: BatchResult['eachJob']) => jobs.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return time(eachJob.slice(0, 10)) / time(eachJob.slice(-10));
  }),
  atMost(20, 'MB more in memory after the last job than after the fifth', ({ eachJob }) => {
    return ((eachJob.at(-1)?.memoryBytes ?? Number.NaN) - (eachJob[4]?.memoryBytes ?? Number.NaN)) / MEGABYTE;
  }),
];

const AS_ONE_JOB = atMost<BatchResult>(
  1.2,
  'all jobs: times as long as the same tree as one job',
  ({ asJobs, asOneJob }) => {
    return medianOf(asJobs, 'wallMs') / medianOf(asOneJob, 'wallMs');
  },
);

/** Holds the findings of a suite against its targets; a suite may have none. */
export function targetsOf(suite: string, findings: Findings): TargetResult[] {
  switch (findings.kind) {
    case 'batch':
      return (suite === 'batch' ? [...IN_A_ROW, AS_ONE_JOB] : [AS_ONE_JOB]).map((target) => judge(target, findings));
    case 'scaling':
      return findings.unit === 'files' ? FILE_COUNT_TARGETS.map((target) => judge(target, findings)) : [];
    case 'comparison':
      return (COMPARISON_TARGETS[suite] ?? []).map((target) => judgeRows(target, findings));
  }
}

function judge<Found>({ says, bound, target, measure }: Target<Found>, found: Found): TargetResult {
  const measured = measure(found);
  return { says, bound, target, measured, isMet: bound === 'at least' ? measured >= target : measured <= target };
}

/** A way that did not reach the grade it was asked for has not met a target, however fast it was. */
function judgeRows(target: Target<Rows>, findings: ComparisonResult): TargetResult {
  const used: Measured[] = [];
  const find = rowsOf(findings);
  const judged = judge(target, (id) => {
    const row = find(id);
    used.push(row);
    return row;
  });
  const short = used.find(
    ({ gradeAsked, samples }) => gradeAsked !== undefined && samples.some(({ grade }) => grade !== gradeAsked),
  );
  if (short === undefined) return judged;
  return { ...judged, isMet: false, reservation: `${short.id} did not reach the grade ${short.gradeAsked}` };
}

function atLeast<Found>(target: number, says: string, measure: (found: Found) => number): Target<Found> {
  return { says, bound: 'at least', target, measure };
}

function atMost<Found>(target: number, says: string, measure: (found: Found) => number): Target<Found> {
  return { says, bound: 'at most', target, measure };
}

function rowsOf({ rows }: ComparisonResult): Rows {
  return (id) => {
    const found = rows.find((row) => row.id === id);
    if (found === undefined) throw new Error(`${id} was not measured`);
    return found;
  };
}

function medianOf(samples: readonly Sample[], figure: 'wallMs' | 'peakMemoryBytes'): number {
  return median(samples.map((sample) => sample[figure]));
}

function wall({ samples }: Measured): number {
  return medianOf(samples, 'wallMs');
}

/** How many times as long one way takes as another. */
function times(slower: string, faster: string): (row: Rows) => number {
  return (row) => wall(row(slower)) / wall(row(faster));
}

/** Both without the start of the process: a rate is held against a rate. */
function ofHashingRate(id: string): (row: Rows) => number {
  const work = ({ samples }: Measured) => median(samples.map(({ workMs, wallMs }) => workMs ?? wallMs));
  return (row) => work(row('hash')) / work(row(id));
}

function peakMegabytes(id: string): (row: Rows) => number {
  return (row) => medianOf(row(id).samples, 'peakMemoryBytes') / MEGABYTE;
}

/** What changes from an amount to ten times as much, wherever both were measured. */
function tenfoldSteps({ lines }: ScalingResult): { time: number; memoryBytes: number }[] {
  return lines.flatMap(({ points }) =>
    points.flatMap((few) =>
      points
        .filter(({ amount }) => amount === few.amount * 10)
        .map((many) => ({
          time: medianOf(many.samples, 'wallMs') / medianOf(few.samples, 'wallMs'),
          memoryBytes: medianOf(many.samples, 'peakMemoryBytes') - medianOf(few.samples, 'peakMemoryBytes'),
        })),
    ),
  );
}

/** Of nothing that was measured there is no largest: that meets no target. */
function largest(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : Math.max(...values);
}
