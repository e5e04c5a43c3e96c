import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../scripts/support/problem.mjs';

const DISKS = ['steady', 'real'] as const;
/** `steady`: ext4 on a loop device whose image lies in memory. `real`: a folder on the machine's own disk. */
export type DiskKind = (typeof DISKS)[number];

/** What is to be measured. */
export interface Options {
  readonly suites: readonly string[];
  readonly disks: readonly DiskKind[];
  /** How often each way to copy runs. */
  readonly runs: number;
  /** An eighth of the size, to see that everything works: such figures do not belong among the results. */
  readonly quick: boolean;
  /** Where pages, charts and figures go; undefined: they are printed and not kept. */
  readonly results: string | undefined;
  /** The folder on the machine's own disk. */
  readonly folder: string;
}

const DEFAULT_RUNS = 5;
const RESULTS = join(import.meta.dirname, 'results');

/** Reads the arguments of `npm run bench`. Throws a {@link Problem} that says what may be given. */
export function parseOptions(args: readonly string[], suites: readonly string[]): Options {
  const { values } = parse(args);
  const quick = values.quick === true;
  const runs = Number(values.runs ?? (quick ? 1 : DEFAULT_RUNS));
  if (!Number.isInteger(runs) || runs < 1) throw new Problem(`--runs takes a number from 1, not ${values.runs}.`);
  return {
    suites: chosen('--suite', values.suite, suites),
    disks: chosen('--disk', values.disk, DISKS),
    runs,
    quick,
    results: values.results ?? (quick ? undefined : RESULTS),
    folder: values.folder ?? '/var/tmp',
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        suite: { type: 'string', multiple: true },
        disk: { type: 'string', multiple: true },
        runs: { type: 'string' },
        quick: { type: 'boolean' },
        folder: { type: 'string' },
        results: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
}

function chosen<Name extends string>(
  option: string,
  given: readonly string[] | undefined,
  all: readonly Name[],
): readonly Name[] {
  if (given === undefined) return all;
  const unknown = given.filter((name) => !all.some((known) => known === name));
  if (unknown.length > 0) throw new Problem(`${option} ${unknown.join(', ')}: there is ${all.join(', ')}.`);
  return all.filter((name) => given.includes(name));
}
