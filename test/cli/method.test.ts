import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSampleEvidence } from '../../src/client/sample/sampleEvidence';
import { BUNDLES } from '../support/bundles';
import { runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { readText } from '../support/sources';

const METHOD = readText('docs/method.md');
const COMMANDS = [...METHOD.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

/** The names that the document uses. */
const NAMED = {
  destination: '/evidence',
  source: '/media/usb',
  records: '2026-11-03T21-55-00Z export 1a2b3c4d',
} as const;

interface Copied {
  readonly root: string;
  readonly records: string;
}

/** A copy of sample evidence, as the document has it. */
async function copied(): Promise<Copied> {
  const root = scratchFolder();
  mkdirSync(join(root, 'usb'));
  await makeSampleEvidence(join(root, 'usb', 'export'));
  const { status } = await runCli(['copy', join(root, 'usb', 'export'), '--to', join(root, 'out'), '--quiet']);
  expect(status).toBe(0);
  const [records = ''] = readdirSync(join(root, 'out', 'evidence-records'));
  return { root, records };
}

/** Runs a command of the document, after the one that says where. */
function run(command: string, { root, records }: Copied) {
  const script = `${COMMANDS[0]}${command}`
    .replaceAll(NAMED.destination, join(root, 'out'))
    .replaceAll(NAMED.source, join(root, 'usb'))
    .replaceAll(NAMED.records, records)
    .replaceAll(/^evidence-copy /gm, `'${process.execPath}' '${BUNDLES.cli}' `);
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const command = (part: string) => {
  const found = COMMANDS.filter((block) => block.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} commands with ${part}`);
  return found[0] ?? '';
};

test.skipIf(process.platform !== 'linux')('L2: every command of docs/method.md works on a good copy', async () => {
  const copy = await copied();
  expect(COMMANDS.length).toBeGreaterThan(7);
  for (const block of COMMANDS) expect({ block, ...run(block, copy) }).toMatchObject({ status: 0, stderr: '' });
  const [files, listed] = run(command('find export'), copy).stdout.trim().split('\n');
  expect(files).toBe(listed);
  expect(run(command('custody.jsonl'), copy).stdout).toBe('the custody log is whole\n');
});

test.skipIf(process.platform !== 'linux')('L2: and finds what was done to a copy', async () => {
  const copy = await copied();
  const out = join(copy.root, 'out');
  const records = join(out, 'evidence-records', copy.records);
  appendFileSync(join(out, 'export', 'recorder', 'system.log'), 'x');
  writeFileSync(join(out, 'export', 'added'), '');
  appendFileSync(join(records, 'files.csv'), 'x');
  const log = join(records, 'custody.jsonl');
  writeFileSync(log, readFileSync(log, 'utf8').replace('"event":"planFrozen"', '"event":"planfrozen"'));
  expect(run(command('sha256sum -c "$records'), copy)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('export/recorder/system.log: FAILED'),
  });
  const [files, listed] = run(command('find export'), copy).stdout.trim().split('\n');
  expect(Number(files)).toBe(Number(listed) + 1);
  expect(run(command('seal.json | sha256sum -c'), copy)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('files.csv: FAILED'),
  });
  expect(run(command('custody.jsonl'), copy).stdout).toContain('this line does not follow');
  expect(run(command('evidence-copy verify'), copy).status).toBe(1);
});

test.skipIf(process.platform !== 'linux')('L2: and finds a custody log whose end was cut off', async () => {
  const copy = await copied();
  const log = join(copy.root, 'out', 'evidence-records', copy.records, 'custody.jsonl');
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  writeFileSync(log, `${lines.slice(0, -1).join('\n')}\n`);
  expect(run(command('custody.jsonl'), copy)).toMatchObject({ status: 1, stdout: '' });
});
