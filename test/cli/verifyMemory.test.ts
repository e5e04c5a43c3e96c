import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUNDLES } from '../support/bundles';
import { collect } from '../support/cli';
import { memoryScratch } from '../support/memoryScratch';
import { makeTree } from '../support/tree';

const KiB = 1024;
const SIZE = 20 * KiB;

/** Prints the highest resident memory of a process at its end, in KiB. */
const TELL_PEAK =
  "require('node:worker_threads').isMainThread && process.on('exit', () => console.error(process.resourceUsage().maxRSS))";

/** Audits so many listed files and gives the highest resident memory of the command line, in bytes. */
async function peakOfAudit(count: number): Promise<number> {
  const folder = memoryScratch();
  const files = Array.from({ length: count }, (_, index) => [`${index}.bin`, Buffer.alloc(SIZE, `${index} `)] as const);
  makeTree(folder, { d: Object.fromEntries(files) });
  const lines = files.map(([name, content]) => `${createHash('md5').update(content).digest('hex')}  d/${name}\n`);
  writeFileSync(join(folder, 'list.md5'), lines.join(''));
  const preload = join(memoryScratch(), 'tellPeak.cjs');
  writeFileSync(preload, TELL_PEAK);
  const { result } = collect(spawn(process.execPath, ['--require', preload, BUNDLES.cli, 'verify', folder, '--json']));
  const { status, stdout, stderr } = await result;
  expect(status, stdout).toBe(0);
  expect(stdout).toContain(`"matched":${count}`);
  return Number(stderr) * KiB;
}

test('the memory of an audit does not grow with what it reads', async () => {
  const few = await peakOfAudit(20);
  const many = await peakOfAudit(4000);
  expect(few).toBeGreaterThan(0);
  expect(many - few).toBeLessThan((4000 * SIZE) / 2);
});
