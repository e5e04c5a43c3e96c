import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Terminal } from '../../src/cli/output/terminal';
import { Interruption } from '../../src/cli/run/interruption';
import { loadJobFiles } from '../../src/cli/run/loadJobFiles';
import { runBatch } from '../../src/cli/run/runCommand';
import { AbandonedThreads } from '../../src/client/engine/abandonedThreads';
import type { JobStarter } from '../../src/client/engine/jobStarter';
import { untoldSummary } from '../../src/client/summaries/untoldSummary';
import type { Failure } from '../../src/engine/model/failure/failure';
import type { Attempt } from '../../src/engine/model/job/job';
import type { JobStatus, JobSummary } from '../../src/engine/model/result/summary';
import { batchOutput, writeJobFile } from '../support/batch';
import { BUNDLES } from '../support/bundles';
import { collect, runCli } from '../support/cli';
import { need } from '../support/faults/capabilities';
import { boundFolder, memoryFolder } from '../support/faults/mounts';
import { giveToOrdinaryUser } from '../support/ordinaryUser';
import { scratchFolder } from '../support/scratch';
import { folder, makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

test('five jobs, the middle one with a folder nobody may read: it is incomplete and says which', async () => {
  const root = scratchFolder();
  makeTree(root, {
    source: Object.fromEntries(
      [0, 1, 2, 3, 4].map((number) => [
        `card${number}`,
        {
          'a.bin': Buffer.alloc(1_500_000, `${number}`),
          ...(number === 2 && { closed: folder({ b: 'x' }, { mode: 0 }) }),
        },
      ]),
    ),
    jobs: {},
  });
  const files = [0, 1, 2, 3, 4].map((number) =>
    writeJobFile(join(root, 'jobs'), `job${number}`, {
      sources: [`../source/card${number}`],
      destinations: ['../out'],
    }),
  );
  giveToOrdinaryUser(root);
  const { status, stdout } = await runAsOrdinaryUser(['run', ...files, '--json']);
  const { jobs, batch } = batchOutput(stdout);
  expect(status).toBe(1);
  expect(jobs.map((job) => job.summary.status)).toEqual(['complete', 'complete', 'incomplete', 'complete', 'complete']);
  expect(jobs[2]?.summary.failures).toMatchObject([
    {
      code: 'permissionDenied',
      path: join(root, 'source/card2/closed'),
      message: expect.stringContaining('may not read'),
    },
  ]);
  expect(batch).toMatchObject({ status: 'incomplete', complete: 4, incomplete: 1, held: 0 });
  for (const number of [0, 1, 3, 4]) {
    expect(treeDifferences(join(root, `source/card${number}`), join(root, `out/card${number}`))).toEqual([]);
  }
});

test('after a volume that is read-only, later jobs for it are held and others run', async (context) => {
  need(context, 'mounts');
  const root = scratchFolder();
  const readOnly = boundFolder(memoryFolder(), { readOnly: true });
  makeTree(root, { source: { large: Buffer.alloc(200_000, 'x'), small: 'y' } });
  const files = [
    writeJobFile(root, 'one', { label: 'First', sources: ['source/large'], destinations: [`${readOnly}/a`] }),
    writeJobFile(root, 'two', { sources: ['source/small'], destinations: [`${readOnly}/b/c`] }),
    writeJobFile(root, 'three', { sources: ['source/small'], destinations: ['out'] }),
  ];
  const { status, stdout } = await runCli(['run', ...files, '--json']);
  const { jobs, batch } = batchOutput(stdout);
  expect(status).toBe(1);
  expect(jobs.map((job) => job.summary.failures.map(({ code }) => code))).toEqual([['readOnly'], ['volumeHeld'], []]);
  expect(jobs[1]?.summary.failures[0]?.message).toMatch(/the job First \([0-9a-f]{8}\) failed because of the volume/);
  expect(batch).toMatchObject({ status: 'failed', complete: 1, failed: 1, held: 1, notRun: 0 });
  expect(batch.results.map(({ outcome }) => outcome)).toEqual(['failed', 'held', 'complete']);
});

/** `/proc` and `/sys` are volumes of their own everywhere; nothing is written by an engine that is none. */
const DESTINATIONS = ['/proc/evidence/a', '/proc/evidence/b', '/sys/evidence', '/proc/evidence/a/deeper'];

const ON_DESTINATION = { side: 'destination' };

test.each<[string, JobStatus, Failure, boolean]>([
  ['full', 'failed', { code: 'noSpace' }, true],
  ['read-only', 'failed', { code: 'readOnly' }, true],
  ['does not write', 'failed', { code: 'writeError', args: ON_DESTINATION }, true],
  ['gone', 'failed', { code: 'deviceGone', args: ON_DESTINATION }, true],
  ['damaged', 'failed', { code: 'fileSystemDamaged', args: ON_DESTINATION }, true],
  ['well: a folder on it may not be written', 'failed', { code: 'permissionDenied', args: ON_DESTINATION }, false],
  ['well: a plan was too large', 'failed', { code: 'noSpace', args: { needed: 9, available: 5 } }, false],
  ['not to be read back', 'failed', { code: 'readError', args: ON_DESTINATION }, true],
  ['well: the source is gone', 'failed', { code: 'deviceGone', args: { side: 'source' } }, false],
  ['well: the source may not be read', 'failed', { code: 'permissionDenied', args: { side: 'source' } }, false],
  ['well: a name is taken', 'failed', { code: 'destinationExists', args: ON_DESTINATION }, false],
  ['well: the engine crashed', 'failed', { code: 'engineCrashed' }, false],
  ['well: only items failed', 'incomplete', { code: 'readError', args: { side: 'source' } }, false],
])('a destination that is %s', async (_, status, failure, holds) => {
  const engine = new Engine((attempt, number) =>
    number === 0 ? end(attempt, status, [failure]) : end(attempt, 'complete'),
  );
  const { batch, jobs } = await runWith(engine);
  expect(batch.results.map(({ outcome }) => outcome)).toEqual([
    status,
    holds ? 'held' : 'complete',
    'complete',
    holds ? 'held' : 'complete',
  ]);
  expect(engine.destinations).toEqual(
    DESTINATIONS.filter((path, index) => index === 0 || !holds || path.startsWith('/sys')),
  );
  expect(jobs.map((job) => job.summary['destination'])).toEqual(DESTINATIONS);
});

test('an engine that cannot be started fails its job and no other one', async () => {
  const engine = new Engine((attempt, number) => {
    if (number === 1) throw new Error('no thread to be had');
    return end(attempt, 'complete');
  });
  const { batch, jobs } = await runWith(engine);
  expect(batch).toMatchObject({ complete: 3, failed: 1, held: 0 });
  expect(jobs[1]?.summary.failures).toMatchObject([{ code: 'engineCrashed' }]);
});

/** Ends each job at once as it is told to. */
class Engine implements JobStarter {
  readonly destinations: (string | undefined)[] = [];
  #started = 0;

  constructor(private readonly end: (attempt: Attempt, number: number) => JobSummary) {}

  start(attempt: Attempt) {
    this.destinations.push(attempt.request.destinations[0]);
    const finished = Promise.resolve(this.end(attempt, this.#started++));
    const gone = Promise.resolve();
    return { attempt, finished, gone, pause: () => {}, resume: () => {}, cancel: () => {}, abandon: () => false };
  }
}

function end(attempt: Attempt, status: JobStatus, failures: Failure[] = []): JobSummary {
  return { ...untoldSummary(attempt, { startedAt: new Date(), stagingDir: null, failures }), status };
}

/** Runs a batch for {@link DESTINATIONS} in this process, and gives what it printed as JSON. */
async function runWith(client: JobStarter) {
  const root = scratchFolder();
  const files = DESTINATIONS.map((path, number) =>
    writeJobFile(root, `job${number}`, { sources: ['a'], destinations: [path] }),
  );
  const printed: string[] = [];
  const stream = { write: (text: string) => printed.push(text) > 0, on: () => {}, off: () => {} };
  const terminal = new Terminal(stream, { write: () => true, on: () => {}, off: () => {} });
  const interruption = new Interruption(process, terminal);
  const abandoned = new AbandonedThreads();
  try {
    await runBatch(
      await loadJobFiles(files),
      { json: true, quiet: false },
      { client, abandoned, terminal, interruption, find: () => Promise.resolve({ staged: [], last: null }) },
    );
  } finally {
    interruption.dispose();
  }
  return batchOutput(printed.join(''));
}

/** As a user whom modes concern; whoever runs the tests, unless that is root. */
function runAsOrdinaryUser(args: readonly string[]) {
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  return collect(spawn(process.execPath, [BUNDLES.cli, ...args], { ...user, stdio: ['ignore', 'pipe', 'pipe'] }))
    .result;
}
