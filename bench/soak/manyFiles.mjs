import { linkSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oddNames } from '../../scripts/sampleCase/oddNames.mjs';
import { seededRandom } from '../../scripts/sampleCase/random.mjs';
import { runCli } from './commandLine.mjs';
import { expectSameTree, must } from './independentTools.mjs';

const FILES = { real: 100_000, quick: 3_000 };
const IN_A_FOLDER = 400;
const LARGEST = 3 * 2 ** 20;
/** Share of files that have no content, and up to which share they are below 8 KiB, and below 128 KiB. */
const SHARES = { empty: 0.01, small: 0.87, medium: 0.997 };

/** @type {import('../soak.mjs').SoakCase} */
export const manyFiles = {
  name: 'manyFiles',
  what: '100 000 files of many kinds, names and sizes: no failure, every file copied, diff -r finds the trees equal',
  async run({ folder, quick }) {
    const count = quick ? FILES.quick : FILES.real;
    const source = join(folder, 'source');
    makeTree(source, count);
    /** @type {Record<string, number>} */
    const outcomes = {};
    const { status, last } = await runCli(['copy', source, '--to', join(folder, 'to')], ({ type, outcome }) => {
      if (type === 'itemFinished') outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    });
    const { files, bytes, durationMs, failures, peakMemoryBytes } = last?.summary ?? {};
    must(status === 0 && failures.length === 0, `exit status ${status}: ${JSON.stringify(failures)}`);
    must(files === count, `${files} of ${count} files`);
    await expectSameTree(source, join(folder, 'to', 'source'));
    return {
      files,
      bytes,
      durationMs,
      filesPerSecond: Math.round((files * 1000) / durationMs),
      peakMemoryBytes,
      ...outcomes,
    };
  },
};

/**
 * @param {string} source
 * @param {number} count Number of files; links and empty folders come on top.
 */
function makeTree(source, count) {
  const random = seededRandom(count);
  const names = oddNames();
  const content = Buffer.from(Uint32Array.from({ length: LARGEST / 2 }, () => random() * 2 ** 32).buffer);
  mkdirSync(source);
  let folder = source;
  /** @type {Buffer | undefined} */
  let last;
  for (let index = 0; index < count; index++) {
    if (index % IN_A_FOLDER === 0) {
      folder = join(index % (3 * IN_A_FOLDER) === 0 ? source : folder, `folder ${index}`);
      mkdirSync(join(folder, 'nothing in it'), { recursive: true });
    }
    const name = Buffer.concat([Buffer.from(`${folder}/${index} `), names[index % names.length] ?? Buffer.alloc(0)]);
    if (index % 50 === 49 && last !== undefined) linkSync(last, name);
    else makeFile(name, content, random, index % 100 === 0);
    if (index % 40 === 0) symlinkSync(`${index} -rf`, `${folder}/link ${index}`);
    last = name;
  }
}

/**
 * @param {Buffer} path
 * @param {Buffer} content
 * @param {() => number} random
 * @param {boolean} isSparse
 */
function makeFile(path, content, random, isSparse) {
  const start = Math.floor((random() * content.length) / 2);
  const size = sizeOf(random);
  writeFileSync(path, content.subarray(start, start + size), { mode: random() < 0.1 ? 0o400 : 0o644 });
  if (isSparse) truncateSync(path, size + 2 ** 20);
  const modified = random() * 1.7e9;
  utimesSync(path, modified, modified);
}

/** @param {() => number} random */
function sizeOf(random) {
  const kind = random();
  if (kind < SHARES.empty) return 0;
  if (kind < SHARES.small) return Math.floor(random() * 8192);
  return Math.floor(random() * (kind < SHARES.medium ? 131_072 : LARGEST));
}
