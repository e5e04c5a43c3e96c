import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchOutput, writeJobFile } from '../support/batch';
import { jobSummary, runCli } from '../support/cli';
import { expectNothingPartial, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import { fillDisk } from '../support/faults/fillDisk';
import { memoryFolder } from '../support/faults/mounts';
import { runBounded } from '../support/faults/processes';
import { MiB, makeFiles } from '../support/faults/samples';
import { scratchFolder } from '../support/scratch';
import { treeDifferences } from '../support/treeDifferences';

// B11: a job with several destinations, of which one fails for real.

test.for([0, 1])(
  'rows 1, B11: destination %i fills up in mid-file: the other is complete, and a resume brings the rest',
  async (full, context) => {
    need(context, 'mounts', 'fuse');
    const source = await faultFs();
    makeFiles(source.backing, { 'tree/a.bin': 9 * MiB, 'tree/big.bin': 40 * MiB, 'tree/z.bin': 100 });
    await source.setRules({ op: 'read', path: 'big.bin', from: 12 * MiB, times: 1, fault: { kind: 'hold' } });
    const tree = join(source.folder, 'tree');
    const destinations = [0, 1].map((index) => memoryFolder({ size: index === full ? '90m' : '200m' }));
    const [to, other] = [destinations[full] ?? '', destinations[1 - full] ?? ''];
    const running = runBounded(['copy', tree, ...destinations.flatMap((each) => ['--to', each]), '--json']);
    await source.waitUntilHolding();
    fillDisk(join(to, 'ballast'));
    await source.release();

    const result = await running;
    rmSync(join(to, 'ballast'));
    expect(result.status).toBe(1);
    const ends = [{ path: other, status: 'complete', failureCount: 0 }];
    ends.splice(full, 0, { path: to, status: 'failed', failureCount: 1 });
    expect(jobSummary(result.stdout)).toMatchObject({
      status: 'failed',
      failures: [{ code: 'noSpace' }],
      destinations: ends,
    });
    expect(treeDifferences(tree, join(other, 'tree'))).toEqual([]);
    expect(stagingFolders(other)).toEqual([]);
    expectNothingPartial(to, [tree]);
    expect(finalNames(to)).toEqual([]);

    const resumed = await runBounded(['resume', to, '--json']);
    expect(jobSummary(resumed.stdout)).toMatchObject({ status: 'complete', attempt: 2 });
    for (const each of destinations) {
      expect(treeDifferences(tree, join(each, 'tree'))).toEqual([]);
      expect((await runCli(['verify', each])).status).toBe(0);
    }
  },
);

test('B7, B11: a volume that failed one of several destinations holds the jobs that need it, and no others', async (context) => {
  need(context, 'mounts');
  const [small, large] = [memoryFolder({ size: '4m' }), memoryFolder({ size: '100m' })];
  const folder = scratchFolder();
  makeFiles(folder, { 'tree/a.bin': 2 * MiB, 'tree/b.bin': 100 });
  fillDisk(join(small, 'ballast'));
  const files = [
    writeJobFile(folder, '1', { sources: ['tree'], destinations: [join(large, '1'), join(small, '1')] }),
    writeJobFile(folder, '2', { sources: ['tree/b.bin'], destinations: [join(large, '2'), join(small, '2')] }),
    writeJobFile(folder, '3', { sources: ['tree'], destinations: [join(large, '3')] }),
  ];
  const { jobs, batch } = batchOutput((await runBounded(['run', ...files, '--json'])).stdout);
  expect(jobs.map(({ summary }) => summary.status)).toEqual(['failed', 'failed', 'complete']);
  expect(jobs[0]?.summary).toMatchObject({ destinations: [{ status: 'complete' }, { status: 'failed' }] });
  expect(jobs[1]?.summary.failures).toMatchObject([{ code: 'volumeHeld' }]);
  expect(batch).toMatchObject({ status: 'failed', complete: 1, held: 1 });
});
