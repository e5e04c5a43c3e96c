import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary, startCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

test.each([
  [':/etc/localtime', 'Etc/Unknown'],
  ['Nonsense/Zone', 'Etc/Unknown'],
  ['', 'Etc/Unknown'],
  [':Europe/Berlin', 'Europe/Berlin'],
])(
  'R3: a copy is made whatever the environment says of the zone (TZ=%j), and the record names it',
  async (TZ, zone) => {
    const root = scratchFolder();
    makeTree(root, { a: 'x' });
    const env = { ...process.env, TZ };
    const { status, stdout } = await startCli(['copy', join(root, 'a'), '--to', join(root, 'out'), '--json'], { env })
      .result;
    expect(status).toBe(0);
    const report = JSON.parse(readFileSync(join(jobSummary(stdout).recordsDir ?? '', 'report.json'), 'utf8'));
    expect(report.clock.zone).toBe(zone);
  },
);
