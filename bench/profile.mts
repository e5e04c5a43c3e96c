// npm run bench:profile [-- --load large|small] [-- --verification GRADE] [-- --folder DIR]: one copy on the steady disk under
// the profiler of V8, and where the time of each of its threads went. To look at, not to compare: the profiler takes time too.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../scripts/support/paths.mjs';
import { Problem, runScript } from '../scripts/support/problem.mjs';
import { runCommand } from '../scripts/support/runCommand.mjs';
import { say } from '../scripts/support/say.mjs';
import { type ThreadTime, threadTimeOf } from './measure/cpuProfile.mts';
import { withDisk } from './measure/disks.mts';
import { inOwnNamespace } from './measure/ownNamespace.mts';
import { equalFiles, type FileSpec, MIB, makeFiles, smallFiles } from './measure/trees.mts';

const LOADS: Readonly<Record<string, () => Iterable<FileSpec>>> = {
  large: () => equalFiles(4, 256 * MIB),
  small: () => smallFiles(10_000),
};
const MOST_BYTES = 1024 * MIB;
/** Of each thread only what takes a part worth looking at. */
const LEAST_SHARE = 0.01;
const MICROSECONDS_BETWEEN_LOOKS = 200;

await runScript(async () => {
  const { load, verification, folder } = options();
  if (await inOwnNamespace(import.meta.filename)) return;
  await runCommand(process.execPath, ['esbuild.mjs'], { cwd: PROJECT_ROOT });
  await withDisk('steady', { bytes: MOST_BYTES, folder }, async ({ sources, copies, scratch }) => {
    const [source, profiles] = [join(sources, load), join(scratch, 'profiles')];
    mkdirSync(profiles);
    makeFiles(source, LOADS[load]?.() ?? []);
    const profiler = [
      '--cpu-prof',
      '--cpu-prof-dir',
      profiles,
      '--cpu-prof-interval',
      String(MICROSECONDS_BETWEEN_LOOKS),
    ];
    const copy = [join(PROJECT_ROOT, 'dist', 'cli.js'), 'copy', source, '--to', copies, '--verification', verification];
    await runCommand(process.execPath, [...profiler, ...copy]);
    for (const name of readdirSync(profiles).sort())
      say(tableOf(threadTimeOf(readFileSync(join(profiles, name), 'utf8'))));
  });
});

function options() {
  const { values } = parseArgs({
    options: {
      load: { type: 'string', default: 'small' },
      verification: { type: 'string', default: 'stream' },
      folder: { type: 'string', default: '/var/tmp' },
    },
  });
  if (!(values.load in LOADS))
    throw new Problem(`--load takes ${Object.keys(LOADS).join(' or ')}, not ${values.load}.`);
  return values;
}

function tableOf({ thread, ms, functions }: ThreadTime): string {
  const rows = functions
    .filter((each) => each.ms >= ms * LEAST_SHARE)
    .map(
      (each) =>
        `| ${each.name.replaceAll('|', '\\|')} | ${each.ms.toFixed(0)} | ${((each.ms / ms) * 100).toFixed(0)} % |`,
    );
  return [`\n${thread}: ${ms.toFixed(0)} ms\n`, '| in itself | ms | share |', '|---|---|---|', ...rows].join('\n');
}
