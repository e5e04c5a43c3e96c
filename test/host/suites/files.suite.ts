import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../src/host/contributions';
import { destination, digestsBelow, inFreshFolder, payload, source, staged, write } from './copyFixture';
import { eventually, type NamedTest, runTests } from './harness';

/** Runs the suite; VS Code calls it in its extension host. */
export async function run(): Promise<void> {
  await runTests(TESTS.map(([name, body]) => [name, () => inFreshFolder(body)]));
}

const TESTS: readonly NamedTest[] = [
  ['runs a job file', runsJobFile],
  ['lists the faults of a job file until it is changed, and runs nothing', listsFaults],
  ['imports a table of jobs, which wait for the start', importsTable],
  ['imports nothing of a table with a fault', refusesTable],
];

async function runsJobFile(): Promise<void> {
  write({ 'card/clip.mp4': 'clip', 'card/b/log.txt': 'log' });
  const file = makeFile('a.evidence-job.json', JSON.stringify({ sources: ['card'], destinations: [destination()] }));
  await vscode.commands.executeCommand(COMMANDS.runJobFile, file);
  await isCopied(['card']);
  assert.deepEqual(digestsBelow(destination('card')), digestsBelow(source('card')));
}

async function listsFaults(): Promise<void> {
  const file = makeFile('bad.evidence-job.json', '{\n  "sources": ["a"],\n  "destinations": []\n}\n');
  await vscode.commands.executeCommand(COMMANDS.runJobFile, file);
  const [problem, ...others] = problemsOf(file);
  assert.equal(problem?.range.start.line, 2);
  assert.match(problem.message, /^destinations: found an empty list/);
  assert.deepEqual(others, []);
  const document = await vscode.workspace.openTextDocument(file);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(file, new vscode.Position(0, 0), '\n');
  await vscode.workspace.applyEdit(edit);
  await eventually('the problems are gone', () => problemsOf(file).length === 0);
  await document.save();
}

async function importsTable(): Promise<void> {
  write({ one: '1', two: '2' });
  const rows = ['sources;caseNumber;destination', `one;26-1;${destination()}`, `two;26-2;${destination()}`];
  const file = makeFile('jobs.csv', `\ufeff${rows.join('\r\n')}\r\n`);
  await vscode.commands.executeCommand(COMMANDS.importJobs, file);
  assert.deepEqual(payload(), [], 'nothing begins before the start');
  await vscode.commands.executeCommand(COMMANDS.startQueue);
  await isCopied(['one', 'two']);
}

async function refusesTable(): Promise<void> {
  write({ one: '1' });
  const file = makeFile('jobs.csv', `sources,start,destination\none,,${destination()}\none,soon,${destination()}\n`);
  await vscode.commands.executeCommand(COMMANDS.importJobs, file);
  assert.deepEqual(
    problemsOf(file).map(({ range }) => range.start.line),
    [2],
  );
}

/** Makes a file beside the sources. */
function makeFile(name: string, text: string): vscode.Uri {
  writeFileSync(source(name), text);
  return vscode.Uri.file(source(name));
}

async function isCopied(names: readonly string[]): Promise<void> {
  await eventually('all copies', () => payload().join() === names.join() && staged().length === 0);
}

/** What this extension says about a file; VS Code itself knows the schema of job files, too. */
function problemsOf(file: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(file).filter((problem) => problem.source === 'Evidence Copy');
}
