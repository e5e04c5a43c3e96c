// npm run bench:host: how smooth the editor stays while a copy runs. Writes bench/results/host-latency.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildExtension, packageExtension } from '../scripts/extensionPackage.mjs';
import { Problem, runScript } from '../scripts/support/problem.mjs';
import { say } from '../scripts/support/say.mjs';
import { withTemporaryDirectory } from '../scripts/support/temporaryDirectory.mjs';
import { ensureInstalled } from '../scripts/vscodeServer/install.mjs';
import { runSuiteInServer } from '../test/host/support/serverHost.mjs';
import { describeMachine } from './measure/machine.mts';

const RUNS = 3;
const RESULTS = join(import.meta.dirname, 'results');

await runScript(async () => {
  await ensureInstalled();
  await withTemporaryDirectory('evidence-copy-bench-', async (work) => {
    const vsix = join(work, 'evidence-copy.vsix');
    await buildExtension();
    await packageExtension(vsix);
    const suite = { name: 'hostLatency', file: await bundleSuite(join(work, 'suite')) };
    const runs = [];
    for (let run = 0; run < RUNS; run++) {
      const { failed } = await runSuiteInServer(suite, { vsix }, work);
      if (failed > 0) throw new Problem('The copy that was measured did not complete.');
      runs.push(JSON.parse(readFileSync(join(work, 'latency.json'), 'utf8')));
      say(JSON.stringify(runs.at(-1)));
    }
    mkdirSync(RESULTS, { recursive: true });
    const machine = describeMachine();
    const results = { measuredAt: new Date().toISOString(), command: 'npm run bench:host', machine, runs };
    writeFileSync(join(RESULTS, 'host-latency.json'), `${JSON.stringify(results, null, 2)}\n`);
  });
});

/** @param {string} outdir */
async function bundleSuite(outdir) {
  const outfile = join(outdir, 'hostLatency.js');
  const entryPoints = [join(import.meta.dirname, 'hostLatency.suite.ts')];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
  });
  // Without an extension that is developed, VS Code runs no suite.
  const manifest = { name: 'bench', publisher: 'evidence-copy', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(join(outdir, 'package.json'), JSON.stringify(manifest));
  return outfile;
}
