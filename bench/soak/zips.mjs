import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../scripts/support/runCommand.mjs';
import { runCli } from './commandLine.mjs';
import { must } from './independentTools.mjs';

/** More members than a ZIP without ZIP64 can count: 65 535. */
const MEMBERS = { real: 70_000, quick: 1_000 };
/** More bytes than a ZIP without ZIP64 can say: 4 GiB. */
const BYTES = { real: 10e9, quick: 10e6 };
const IN_A_FOLDER = 500;

/** Reads every member whole, holds it against its CRC-32, and prints how many there are. */
const PYTHON = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(len(z.infolist()))
`;

/** @type {import('../soak.mjs').SoakCase} */
export const zipOfMany = {
  name: 'zipOfMany',
  what: 'a deflated ZIP of 70 000 files: unzip -t, 7z t and Python zipfile accept it, and Python counts every file',
  async run({ folder, quick }) {
    const count = quick ? MEMBERS.quick : MEMBERS.real;
    const source = join(folder, 'source');
    makeFiles(source, count);
    return zipAndCheck(source, 'deflate', count, folder);
  },
};

/** @type {import('../soak.mjs').SoakCase} */
export const zipOfLarge = {
  name: 'zipOfLarge',
  what: 'a stored ZIP of one file of 10 GB: unzip -t, 7z t and Python zipfile accept it',
  async run({ folder, sources, quick }) {
    const { path, size } = await sources.file('zipped.dd', quick ? BYTES.quick : BYTES.real);
    sources.expectRoomFor(2 * size);
    return zipAndCheck(path, 'store', 1, folder);
  },
};

/**
 * @param {string} source
 * @param {'store' | 'deflate'} method
 * @param {number} count Number of files in the source.
 * @param {string} folder
 */
async function zipAndCheck(source, method, count, folder) {
  const { status, last } = await runCli(['copy', source, '--to', join(folder, 'to'), '--zip', method]);
  const { bytes, durationMs, peakMemoryBytes, archive } = last?.summary ?? {};
  must(
    status === 0 && typeof archive === 'string',
    `exit status ${status}: ${JSON.stringify(last?.summary?.failures)}`,
  );
  await runCommand('unzip', ['-tqq', archive]);
  await runCommand('7z', ['t', '-bd', archive]);
  const members = Number(await runCommand('python3', ['-c', PYTHON, archive]));
  must(members > count, `${members} members for ${count} files and the records`);
  return { files: count, members, bytes, zipBytes: statSync(archive).size, durationMs, peakMemoryBytes };
}

/**
 * @param {string} folder
 * @param {number} count
 */
function makeFiles(folder, count) {
  for (let index = 0; index < count; index++) {
    const inner = join(folder, `folder ${Math.floor(index / IN_A_FOLDER)}`);
    if (index % IN_A_FOLDER === 0) mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, `file ${index}`), `evidence ${index}`);
  }
}
