import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { type AuditSummary, AuditSummarySchema } from '../../../src/engine/model/audit/audit';
import { COMMANDS } from '../../../src/host/contributions';
import { copyOf, destination, inFreshFolder } from './copyFixture';
import { eventually, type NamedTest, runTests } from './harness';

/** Runs the suite; VS Code calls it in its extension host. */
export async function run(): Promise<void> {
  await runTests(TESTS.map(([name, body]) => [name, () => inFreshFolder(body)]));
}

const TESTS: readonly NamedTest[] = [
  ['verifies a copy against its records', verifiesCopy],
  ['lists what it finds on the files, until the folder is verified again', listsFindings],
  ['verifies a folder against a list that is named', namedList],
  ['pauses, resumes and cancels', pausesAndCancels],
];

async function verifiesCopy(): Promise<void> {
  await copyOf({ a: 'a', 'd/b': 'b' });
  const summary = await verify({ folder: destination() });
  assert.equal(summary.status, 'passed');
  assert.equal(summary.matched, 2);
  assert.deepEqual(problemsBelow(destination()), []);
}

async function listsFindings(): Promise<void> {
  await copyOf({ same: 's', changed: 'c', gone: 'g', old: 'moved content' });
  const at = (name: string) => destination('source', name);
  appendFileSync(at('changed'), '!');
  rmSync(at('gone'));
  renameSync(at('old'), at('new'));
  writeFileSync(at('extra'), 'x');
  assert.equal((await verify({ folder: destination() })).status, 'failed');
  assert.deepEqual(problemsBelow(destination()), [
    [destination(), 'source/gone: Missing: a file that is listed, but not there', 'Error'],
    [at('changed'), 'Changed: sha256 differs', 'Error'],
    [at('extra'), 'Not listed in the manifest', 'Warning'],
    [at('new'), 'Moved: it is listed as "source/old"', 'Warning'],
  ]);
  rmSync(at('extra'));
  await verify({ folder: destination() });
  assert.equal(problemsBelow(destination()).length, 3);
}

async function namedList(): Promise<void> {
  const manifest = listed({ a: 'a', b: 'b' });
  writeFileSync(destination('a'), 'a');
  writeFileSync(destination('other.md5'), '');
  const summary = await verify({ folder: destination(), manifest });
  assert.equal(summary.against, 'list.sha256');
  const problems = problemsBelow(destination()).map(([path, message]) => [path, message]);
  assert.deepEqual(problems, [
    [manifest, 'b: Missing: a file that is listed, but not there'],
    [destination('other.md5'), 'Not listed in the manifest'],
  ]);
}

async function pausesAndCancels(): Promise<void> {
  const folder = destination('big');
  mkdirSync(folder);
  const file = destination('big', 'recorder.dd');
  writeFileSync(file, '');
  // All holes: it takes no room, and longer to read than a test.
  truncateSync(file, 200 * 2 ** 30);
  const manifest = listed({ 'recorder.dd': 'something else' });
  let ended = false;
  const result = verify({ folder, manifest }).finally(() => {
    ended = true;
  });
  await vscode.commands.executeCommand(COMMANDS.pauseVerification);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await vscode.commands.executeCommand(COMMANDS.resumeVerification);
  assert.equal(ended, false);
  // What cancels it is the button of its notification, which a suite cannot press: the file ends instead.
  await new Promise((resolve) => setTimeout(resolve, 500));
  truncateSync(file, 0);
  await eventually('the end', () => ended);
  assert.equal((await result).status, 'failed');
}

/** Writes a list of digests beside the copies. */
function listed(contents: Readonly<Record<string, string>>): string {
  const file = destination('list.sha256');
  const lines = Object.entries(contents).map(
    ([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`,
  );
  writeFileSync(file, lines.join(''));
  return file;
}

/** Verifies by the command, as a key binding or a task would. */
async function verify(request: { readonly folder: string; readonly manifest?: string }): Promise<AuditSummary> {
  const summaries = await vscode.commands.executeCommand(COMMANDS.verifyFolder, request);
  const [summary, ...others] = z.array(AuditSummarySchema).parse(summaries);
  assert.ok(summary !== undefined && others.length === 0);
  return summary;
}

/** What this extension lists below a folder, by path: path, message without digests, severity. */
function problemsBelow(folder: string): readonly (readonly [string, string, string])[] {
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.fsPath === folder || uri.fsPath.startsWith(`${folder}/`))
    .flatMap(([uri, problems]) =>
      problems
        .filter(({ source }) => source === 'Evidence Copy')
        .map(({ message, severity }) => {
          const text = message.replace(/ is [0-9a-f]{64}, listed [0-9a-f]{64}$/, ' differs');
          return [uri.fsPath, text, vscode.DiagnosticSeverity[severity] ?? ''] as const;
        }),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
