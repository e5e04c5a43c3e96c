import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PROJECT_ROOT } from '../scripts/support/paths.mjs';
import type { Grade } from '../src/engine/model/proof/grade.ts';
import type { Step } from './measure/timed.mts';
import type { Sample } from './model.mts';

/** One copy that is to be made. */
export interface CopyJob {
  /** The folder to copy. */
  readonly source: string;
  /** The folder to copy it into; exists and is empty. */
  readonly destination: string;
  /** Names of the files, relative to the source. */
  readonly files: readonly string[];
  /** The same as full paths on each side, each ended by NUL, as xargs takes them. */
  readonly sourceList: string;
  readonly copyList: string;
  /** A folder for what programs write beside the copy. */
  readonly scratch: string;
}

/** A way to copy, or a part of it to compare with. */
export interface Contestant {
  readonly id: string;
  readonly title: string;
  readonly verifies: string;
  /** The grade that is asked for; only where the program grades. */
  readonly gradeAsked?: Grade;
  /** Whose versions belong to the figures. */
  readonly programs: readonly string[];
  /** Starts a program for each file: no sensible way to copy many. */
  readonly isForFewFiles?: true;
  steps(job: CopyJob): Step[];
  /** What the program says about the run itself, from its standard output. */
  said?(job: CopyJob): Pick<Sample, 'workMs' | 'grade'>;
}

/** Node runs what is measured with the same version as this script. */
const NODE = process.execPath;
const CLI = join(PROJECT_ROOT, 'dist', 'cli.js');
const HASH_SOURCE = join(import.meta.dirname, 'measure', 'hashSource.mts');

const outputOf = ({ scratch }: CopyJob) => join(scratch, 'output.txt');
const copyOf = ({ source, destination }: CopyJob) => join(destination, basename(source));
const cp = (job: CopyJob): Step => ({ command: 'cp', args: ['-r', job.source, job.destination] });
const sync = ({ destination }: CopyJob): Step => ({ command: 'sync', args: ['-f', destination] });
const digests = (list: string): Step => ({
  command: 'xargs',
  args: ['-0', '-a', list, 'openssl', 'dgst', '-sha256', '-r'],
});

function evidenceCopy(id: string, gradeAsked: Grade, verifies: string, method: readonly string[] = []): Contestant {
  const options = [...method, '--verification', gradeAsked];
  return {
    id,
    title: `evidence-copy ${options.join(' ')}`,
    verifies,
    gradeAsked,
    programs: [],
    steps: (job) => [
      {
        command: NODE,
        args: [CLI, 'copy', job.source, '--to', job.destination, '--json', ...options],
        output: outputOf(job),
      },
    ],
    said: (job) => {
      const { summary } = JSON.parse(lastLine(outputOf(job)));
      return { workMs: summary.durationMs, ...(summary.grade !== null && { grade: summary.grade }) };
    },
  };
}

/** Our own ways to copy, all with durable data, journal and records. */
export const OURS = {
  stream: evidenceCopy('stream', 'stream', 'source read and hashed once; copy not read back'),
  readBack: evidenceCopy('readBack', 'readBack', 'copy read back through the system and compared'),
  device: evidenceCopy(
    'device',
    'device',
    'copy read back from the device where that can be proved, and compared; the grade says whether it was',
  ),
  threePass: evidenceCopy(
    'threePass',
    'readBack',
    'source hashed, then copied; copy read back through the system and compared',
    ['--no-use-buffer-reuse'],
  ),
} as const;

/** No copy: the rate at which one thread can read and hash the source. */
const HASH: Contestant = {
  id: 'hash',
  title: 'hashing the source, nothing else',
  verifies: 'no copy: SHA-256 in one thread, the limit of any way that reads once and hashes in one thread',
  programs: [],
  steps: (job) => [
    {
      command: NODE,
      args: [HASH_SOURCE, ...job.files.map((file) => join(job.source, file))],
      output: outputOf(job),
    },
  ],
  said: (job) => ({ workMs: JSON.parse(lastLine(outputOf(job))).workMs }),
  isForFewFiles: true,
};

const PEERS: readonly Contestant[] = [
  {
    id: 'cp',
    title: 'cp -r, sync -f',
    verifies: 'nothing: no digest, nothing read back',
    programs: ['cp', 'sync'],
    steps: (job) => [cp(job), sync(job)],
  },
  {
    id: 'cpOpenssl',
    title: 'openssl dgst, cp -r, sync -f, openssl dgst',
    verifies: 'digests of both sides, the copy usually from memory; comparing the lists is left to the person',
    programs: ['cp', 'openssl'],
    steps: (job) => [digests(job.sourceList), cp(job), sync(job), digests(job.copyList)],
  },
  {
    id: 'rclone',
    title: 'rclone copyto, sync -f',
    verifies: 'digests of what was read and of what was written, both taken in passing; copy not read back',
    programs: ['rclone'],
    steps: (job) => [{ command: 'rclone', args: ['copyto', '--config', '', job.source, copyOf(job)] }, sync(job)],
  },
  {
    id: 'rsync',
    title: 'rsync -a --whole-file, sync -f',
    verifies: 'a checksum of what went from one process to the other; no digest kept, copy not read back',
    programs: ['rsync'],
    steps: (job) => [{ command: 'rsync', args: ['-a', '--whole-file', job.source, job.destination] }, sync(job)],
  },
  {
    id: 'dc3dd',
    title: 'dc3dd hof=, sync -f',
    verifies: 'digest of the source, copy read back (usually from memory) and compared',
    programs: ['dc3dd'],
    isForFewFiles: true,
    steps: (job) => [
      { command: 'mkdir', args: [copyOf(job)] },
      ...job.files.map((file) => ({
        command: 'dc3dd',
        args: [`if=${join(job.source, file)}`, `hof=${join(copyOf(job), file)}`, 'hash=sha256', 'nwspc=on'],
      })),
      sync(job),
    ],
  },
  {
    id: 'hashdeep',
    title: 'hashdeep, cp -r, sync -f, hashdeep -a',
    verifies: 'digests of both sides (SHA-256), the copy usually from memory, compared by an audit',
    programs: ['hashdeep'],
    steps: (job) => {
      const list = join(job.scratch, 'hashdeep.txt');
      const options = ['-c', 'sha256', '-r', '-l'];
      const name = basename(job.source);
      return [
        { command: 'hashdeep', args: [...options, name], cwd: join(job.source, '..'), output: list },
        cp(job),
        sync(job),
        { command: 'hashdeep', args: [...options, '-a', '-k', list, name], cwd: job.destination },
      ];
    },
  },
];

/** Everything that is compared on a tree, in the order in which it is shown. */
export const CONTESTANTS: readonly Contestant[] = [HASH, ...Object.values(OURS), ...PEERS];

/** Programs whose versions belong to the figures. */
export const VERSIONED_PROGRAMS = [...new Set(PEERS.flatMap(({ programs }) => programs))];

/** All programs that have to be there, by the names of their Debian packages. */
export const PROGRAMS = ['time', 'strace', 'openssl', 'rclone', 'rsync', 'dc3dd', 'hashdeep'];

const LONGEST_LINE = 1024 * 1024;

/** The last line of a file that may be long. */
function lastLine(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, LONGEST_LINE));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.toString('utf8').trimEnd().split('\n').at(-1) ?? '';
  } finally {
    closeSync(file);
  }
}
