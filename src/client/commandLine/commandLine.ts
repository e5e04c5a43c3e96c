import { DEFAULT_OPTIONS, type JobOptions, type JobRequest } from '../../engine/model/job/job';
import { defaultLabel } from '../../engine/model/job/jobFileOf';
import { printable } from '../../engine/model/text/pathText';
import { calling, type Shell } from './shellText';

/** What runs the command line: Node, or the editor's own program as Node. */
export interface Runtime {
  readonly executable: string;
  /** Path of the bundled command line. */
  readonly script: string;
  /** Whether the program is Electron, which has to be told to be Node. */
  readonly isElectron: boolean;
}

/** Why the options of the command line cannot say what a job is, so that it takes a job file. */
export type Obstacle =
  /** There are no options for case data. */
  | 'caseData'
  /** A name is not UTF-8, or holds characters that a terminal acts upon when they are pasted. */
  | 'names'
  /** Longer than terminals and shells take. */
  | 'length';

/** Most characters of a command line: PowerShell and `cmd` stop at 8191. */
const LONGEST = 8000;

/** The flags for each choice; none where it is the built-in one. */
const FLAGS: Readonly<Record<keyof JobOptions, (job: JobRequest) => readonly string[]>> = {
  verification: (job) => option('--verification', job.verification, DEFAULT_OPTIONS.verification),
  requireGrade: (job) => (job.requireGrade ? ['--require-grade'] : []),
  retryMismatch: (job) => (job.retryMismatch ? [] : ['--no-retry-mismatch']),
  useBufferReuse: (job) => (job.useBufferReuse ? [] : ['--no-use-buffer-reuse']),
  bufferSizeKB: (job) => option('--buffer-size-kb', `${job.bufferSizeKB}`, `${DEFAULT_OPTIONS.bufferSizeKB}`),
  lanes: (job) => option('--lanes', job.lanes, DEFAULT_OPTIONS.lanes),
  hashAlgorithms: (job) =>
    option('--hash-algorithms', job.hashAlgorithms.join(','), DEFAULT_OPTIONS.hashAlgorithms.join(',')),
  conflict: (job) => option('--conflict', job.conflict, DEFAULT_OPTIONS.conflict),
  onItemError: (job) => option('--on-item-error', job.onItemError, DEFAULT_OPTIONS.onItemError),
  onReadError: (job) => option('--on-read-error', job.onReadError, DEFAULT_OPTIONS.onReadError),
  onSourceChange: (job) => option('--on-source-change', job.onSourceChange, DEFAULT_OPTIONS.onSourceChange),
  layout: (job) => option('--layout', job.layout, DEFAULT_OPTIONS.layout),
  zip: (job) => option('--zip', job.zip, DEFAULT_OPTIONS.zip),
  records: ({ records: { write, folder } }) => [
    ...(write ? [] : ['--no-records']),
    ...(folder === undefined ? [] : ['--records-dir', folder]),
  ],
};

/** Arguments that ask for a job file to be run. */
export function runArguments(file: string): readonly string[] {
  return ['run', file];
}

/** Arguments that ask for the same job once more; or why there are none. */
export function copyArgumentsOf(request: JobRequest): readonly string[] | Obstacle {
  if (request.caseData !== undefined) return 'caseData';
  const args = [
    'copy',
    ...request.sources,
    ...request.destinations.flatMap((destination) => ['--to', destination]),
    // A label may begin with a hyphen.
    ...(request.label === defaultLabel(request.sources) ? [] : [`--label=${request.label}`]),
    ...(request.packageName === undefined ? [] : [`--folder-template=${request.packageName}`]),
    ...Object.values(FLAGS).flatMap((flags) => flags(request)),
  ];
  // In a quoted argument Windows itself, not the shell, trips over double quotation marks.
  const isHostile = (arg: string) => printable(arg) !== arg || (process.platform === 'win32' && arg.includes('"'));
  if (args.some(isHostile)) return 'names';
  return args.join(' ').length > LONGEST ? 'length' : args;
}

/** A command line that runs as it is pasted into the shell, from any folder. */
export function commandLine(
  args: readonly string[],
  { executable, script, isElectron }: Runtime,
  shell: Shell,
): string {
  const call = calling(executable, [script, ...args], shell);
  if (!isElectron) return call;
  // A program with windows is waited for only where its output is passed on.
  return shell === 'posix'
    ? `ELECTRON_RUN_AS_NODE=1 ${call}`
    : `$env:ELECTRON_RUN_AS_NODE = '1'; ${call} | Out-Default`;
}

function option(flag: string, value: string, builtIn: string): readonly string[] {
  return value === builtIn ? [] : [flag, value];
}
