import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCli, writeJobFile } from './commandLine.mjs';
import { expectCopyOf, must } from './independentTools.mjs';

const GB = 1e9;
/** What the field's worst cases are divided by to see only that they are asked for rightly. */
const QUICK = 150;

/** @typedef {import('../soak.mjs').SoakContext} SoakContext */

/** @type {import('../soak.mjs').SoakCase} */
export const largeFile = {
  name: 'largeFile',
  what: 'one file of 16.8 GB; size and SHA-256 (openssl) equal those of the source',
  async run(context) {
    return copyAndCheck([await recording(context)], context);
  },
};

/** @type {import('../soak.mjs').SoakCase} */
export const jobOf30 = {
  name: 'jobOf30',
  what: 'one job of 30 GB in five files; every size and SHA-256 (openssl) equals that of its source',
  async run(context) {
    return copyAndCheck(await thirtyGigabytes(context), context);
  },
};

/** @type {import('../soak.mjs').SoakCase} */
export const batchOf60 = {
  name: 'batchOf60',
  what: 'one batch of 60 GB: the five files of 30 GB as ten jobs, each file twice; each copy is checked (openssl) and removed while the next jobs run',
  async run(context) {
    const { folder, sources } = context;
    const files = await thirtyGigabytes(context);
    const jobs = [...files, ...files].map((file, index) => ({ file, to: join(folder, `copy ${index + 1}`) }));
    const paths = jobs.map(({ file, to }, index) =>
      writeJobFile(folder, `${index + 1}`, { sources: [file.path], destinations: [to] }),
    );
    const [largest = 0, second = 0] = files.map(({ size }) => size).sort((a, b) => b - a);
    sources.expectRoomFor(largest + second);
    let ended = 0;
    // The command line goes on with the next job while the copies of the last one are checked.
    const { status, last } = await runCli(['run', ...paths], async ({ type, summary }) => {
      const job = type === 'jobFinished' ? jobs[ended++] : undefined;
      if (job === undefined) return;
      must(summary.status === 'complete', `job ${ended} ended as ${summary.status}`);
      await expectCopyOf(join(job.to, basename(job.file.path)), job.file);
      rmSync(job.to, { recursive: true });
    });
    must(status === 0 && ended === jobs.length, `exit status ${status} after ${ended} jobs`);
    const { bytes, durationMs, complete } = last?.summary ?? {};
    return { jobs: complete, bytes, durationMs: Math.round(durationMs), checkedWhileItRan: true };
  },
};

/** @param {SoakContext} context */
function recording({ sources, quick }) {
  return sources.file('recorder 1.dd', quick ? (16.8 * GB) / QUICK : 16.8 * GB);
}

/** @param {SoakContext} context */
async function thirtyGigabytes(context) {
  const files = [await recording(context)];
  for (const number of [2, 3, 4, 5]) {
    files.push(await context.sources.file(`recorder ${number}.dd`, context.quick ? (3.3 * GB) / QUICK : 3.3 * GB));
  }
  return files;
}

/**
 * @param {readonly import('./sources.mjs').SourceFile[]} files
 * @param {SoakContext} context
 */
async function copyAndCheck(files, { folder, sources }) {
  sources.expectRoomFor(files.reduce((sum, { size }) => sum + size, 0));
  const { status, last } = await runCli(['copy', ...files.map(({ path }) => path), '--to', folder]);
  const { bytes, durationMs, bytesPerSecond, grade, peakMemoryBytes } = last?.summary ?? {};
  must(status === 0 && last?.summary.status === 'complete', `the job ended as ${last?.summary?.status}`);
  for (const file of files) await expectCopyOf(join(folder, basename(file.path)), file);
  return { files: files.length, bytes, durationMs, bytesPerSecond, grade, peakMemoryBytes };
}
