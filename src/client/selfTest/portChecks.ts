import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailureCode } from '../../engine/model/failure/failure';
import { codeOf } from '../../engine/model/failure/thrown';
import type { JobStatus } from '../../engine/model/result/summary';
import type { PlantedFault } from '../../engine/model/thread/plantedFault';
import { makeSmallSample } from '../sample/sampleEvidence';
import type { Check } from './check';

/** The file that the faults happen to. */
const VICTIM = 'door events.csv';

/**
 * That a copy finds what happens to it while it is made. A disk that does this on demand takes an administrator's rights, so
 * these faults are planted where the engine reaches its file system; all else is the engine as it always runs.
 */
export const portChecks: readonly Check[] = [
  toldAs('bitFlip', 'One bit written wrongly', ['hashMismatch'], 'incomplete'),
  toldAs(
    'truncation',
    'Half of a file not written, though the system says it was',
    ['hashMismatch', 'sizeMismatch'],
    'incomplete',
  ),
  toldAs('readError', 'A source that cannot be read', ['readError'], 'incomplete'),
  toldAs('fullDestination', 'A destination without room', ['noSpace'], 'failed'),
];

function toldAs(kind: PlantedFault['kind'], title: string, codes: readonly FailureCode[], status: JobStatus): Check {
  return {
    id: kind,
    title,
    expected: `the job ends as ${status}, the file has failed as ${codes.join(' or ')}, and nothing has its final name`,
    plantedBy: 'port',
    run: async (bench) => {
      const source = join(await bench.sourceFolder(kind), 'evidence');
      await makeSmallSample(source);
      const { summary, destination } = await bench.copy(source, {}, { kind, name: VICTIM });
      const failure = summary.failures.find(({ path }) => path?.endsWith(VICTIM) === true);
      const isNamed = await exists(join(destination, 'evidence'));
      const hasFailed = failure !== undefined && codes.includes(failure.code);
      return {
        passed: summary.status === status && hasFailed && !isNamed,
        observed: `${summary.status}; ${failure === undefined ? 'no failure of this file' : failure.code}; ${isNamed ? 'the final name was given' : 'no final name'}`,
      };
    },
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
