import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { JobOptions } from '../../../src/engine/model/job/job';
import {
  COMMANDS,
  DATE_FORMAT_SETTING,
  SETTINGS,
  SETTINGS_SECTION,
  type SettingName,
} from '../../../src/host/contributions';
import { copy, destination, inFreshFolder, payload, source, write } from './copyFixture';
import { eventually, type NamedTest, runTests } from './harness';

const JobFileSchema = z.looseObject({ caseData: z.optional(z.looseObject({ start: z.optional(z.string()) })) });
type JobFile = z.infer<typeof JobFileSchema>;

/** What differs between copies to different folders anyway; a bag has its name as well. */
const OF_THE_PLACE: ReadonlySet<string> = new Set(['destinations', 'folderTemplate']);

/** A value of each setting that is not its default. */
const CHANGED = {
  verification: 'readBack',
  requireGrade: true,
  retryMismatch: false,
  hashAlgorithms: ['sha512', 'md5'],
  layout: 'bag',
  zip: 'store',
  conflict: 'rename',
  onItemError: 'stop',
  useBufferReuse: false,
  bufferSizeKB: 64,
  lanes: '1',
} satisfies Pick<JobOptions, SettingName>;

/** Runs the suite; VS Code calls it in its extension host. */
export async function run(): Promise<void> {
  await runTests(TESTS.map(([name, body]) => [name, () => inFreshFolder(body)]));
}

const TESTS: readonly NamedTest[] = [
  ['a copy has each setting as it stands, and each one alone', eachSetting],
  ['dates of a table are read as the setting says', dates],
];

async function eachSetting(): Promise<void> {
  write({ 'a.txt': 'a' });
  const defaults = await jobFileOf('none');
  for (const name of SETTINGS) {
    await withSetting(name, CHANGED[name], async () => {
      const changed = await jobFileOf(name);
      const different = Object.keys({ ...defaults, ...changed }).filter(
        (key) => !OF_THE_PLACE.has(key) && JSON.stringify(changed[key]) !== JSON.stringify(defaults[key]),
      );
      assert.deepEqual(different, [name], name);
      assert.deepEqual(changed[name], CHANGED[name]);
    });
  }
}

async function dates(): Promise<void> {
  write({ a: 'a' });
  for (const [format, start] of [
    ['DD/MM/YYYY', '2026-11-03T21:55'],
    ['MM/DD/YYYY', '2026-03-11T21:55'],
  ] as const) {
    await withSetting(DATE_FORMAT_SETTING, format, async () => {
      const to = destination(start.slice(0, 10));
      const file = source('jobs.csv');
      writeFileSync(file, `sources,start,destination\na,03/11/2026 21:55,${to}\n`);
      await vscode.commands.executeCommand(COMMANDS.importJobs, vscode.Uri.file(file));
      await vscode.commands.executeCommand(COMMANDS.startQueue);
      await eventually('the copy', () => payload().includes(start.slice(0, 10)) && recordsAt(to) !== undefined);
      assert.equal(recordsAt(to)?.caseData?.start?.slice(0, 16), start);
      await vscode.commands.executeCommand(COMMANDS.clearFinished);
    });
  }
}

/** Changes one setting of the person for as long as `body` takes. */
async function withSetting(name: string, value: unknown, body: () => Promise<void>): Promise<void> {
  const settings = () => vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const before = settings().get<unknown>(name);
  const isSet = (wanted: unknown) =>
    eventually(`${name} is set`, () => isDeepStrictEqual(settings().get<unknown>(name), wanted));
  await settings().update(name, value, vscode.ConfigurationTarget.Global);
  await isSet(value);
  try {
    await body();
  } finally {
    await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
    await isSet(before);
  }
}

/** Copies to a folder of its own and gives the request as the records have it. */
async function jobFileOf(name: string): Promise<JobFile> {
  const { recordsDir } = await copy([source('a.txt')], destination(name));
  assert.ok(recordsDir !== null, `${name}: there are records`);
  return readJobFile(recordsDir);
}

/** The request of the one copy at a destination; undefined before its records are there. */
function recordsAt(to: string): JobFile | undefined {
  const records = join(to, 'evidence-records');
  const [folder] = existsSync(records) ? readdirSync(records) : [];
  return folder === undefined || folder.startsWith('.') ? undefined : readJobFile(join(records, folder));
}

function readJobFile(recordsDir: string): JobFile {
  return JobFileSchema.parse(JSON.parse(readFileSync(join(recordsDir, 'job.json'), 'utf8')));
}
