// npm run bench: our ways to copy beside others, in the same run. Writes a page, a chart and all figures of each suite.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../scripts/support/paths.mjs';
import { runScript } from '../scripts/support/problem.mjs';
import { runCommand } from '../scripts/support/runCommand.mjs';
import { say } from '../scripts/support/say.mjs';
import { ensurePrograms } from '../scripts/vscodeServer/debianPackages.mjs';
import { PROGRAMS, VERSIONED_PROGRAMS } from './contestants.mts';
import { withDisk } from './measure/disks.mts';
import { describeMachine, versionsOf } from './measure/machine.mts';
import { inOwnNamespace } from './measure/ownNamespace.mts';
import type { Report } from './model.mts';
import { type DiskKind, type Options, parseOptions } from './options.mts';
import { chartOf } from './report/chart.mts';
import { markdownOf } from './report/markdown.mts';
import { targetsOf } from './report/targets.mts';
import { SUITES } from './suites/allSuites.mts';
import type { Suite } from './suites/suite.mts';

const QUICK_SCALE = 1 / 8;

const ARGS = process.argv.slice(2);

await runScript(async () => {
  const options = parseOptions(
    ARGS,
    SUITES.map(({ name }) => name),
  );
  if (options.disks.includes('steady') && (await inOwnNamespace(import.meta.filename))) return;
  await ensurePrograms(PROGRAMS);
  await runCommand(process.execPath, ['esbuild.mjs'], { cwd: PROJECT_ROOT });
  const programs = await versionsOf(VERSIONED_PROGRAMS);
  for (const suite of SUITES.filter(({ name }) => options.suites.includes(name))) {
    for (const disk of options.disks) tell(await measure(suite, disk, options, programs), options);
  }
});

async function measure(suite: Suite, kind: DiskKind, options: Options, programs: Report['programs']): Promise<Report> {
  const { runs, quick, folder } = options;
  const scale = quick ? QUICK_SCALE : 1;
  say(`${suite.title}, ${kind} disk`);
  const measuredAt = new Date().toISOString();
  const machine = describeMachine();
  return withDisk(kind, { bytes: suite.bytes(scale), folder }, async (disk) => {
    const findings = await suite.run({ disk, runs, scale });
    return {
      suite: suite.name,
      title: suite.title,
      disk: kind,
      diskTitle: disk.title,
      measuredAt,
      command: `npm run bench -- --suite ${suite.name} --disk ${kind} --runs ${runs}`,
      version: versionOfProduct(),
      machine,
      programs,
      notes: suite.notes,
      findings,
      targets: kind === 'steady' ? targetsOf(suite.name, findings) : [],
    };
  });
}

function tell(report: Report, { results }: Options): void {
  const name = `${report.suite}-${report.disk}`;
  const page = markdownOf(report, `${name}.svg`);
  say(`\n${page}`);
  if (results === undefined) {
    say('A quick look: nothing was written.\n');
    return;
  }
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(results, `${name}.md`), page);
  writeFileSync(join(results, `${name}.svg`), chartOf(report.title, report.findings));
}

function versionOfProduct(): string {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version;
}
