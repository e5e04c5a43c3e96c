import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, link, makeTree } from '../support/tree';

/** What two runs of the same job may differ in: times, ids, durations and what is made of them. */
const MAY_DIFFER = new Set([
  ...['jobId', 'recordsDir', 'startedAt', 'endedAt', 'durationMs'],
  ...['bytesPerSecond', 'speedSamples', 'phases', 'peakMemoryBytes', 'head'],
]);

test('R1: the same input and settings give the same records but for times, ids and durations', async () => {
  const root = scratchFolder();
  const out = join(root, 'out');
  makeTree(root, { source: { a: 'x', 'line\nfeed': '1', '<b>': '=1+1', link: link('a'), fifo: fifo(), d: { e: '' } } });
  const records = async () => {
    const { summary } = await runEngine(
      requestFor([join(root, 'source')], out, { caseData: { caseNumber: '26-1234' } }),
    );
    const text = (name: string) => readFileSync(join(summary.recordsDir ?? '', name), 'utf8');
    const told = {
      report: JSON.parse(text('report.json'), (key, value) => (MAY_DIFFER.has(key) ? undefined : value)),
      job: text('job.json'),
      manifest: text('manifest-sha256.txt'),
      hashdeep: text('hashdeep.txt').replace(/^#.*$/gm, ''),
    };
    rmSync(out, { recursive: true });
    return told;
  };
  // Access times of folders and links are part of the input: the first reading changes them, a further one does not.
  await records();
  const first = await records();
  expect(first.manifest.split('\n')).toHaveLength(5);
  expect(await records()).toEqual(first);
});
