import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { runTests } from './harness';

/** The least that must be right for anything else to be tested. */
export async function run(): Promise<void> {
  await runTests([
    ['the extension is installed and gets active', installed],
    ['it runs where the files are', besideFiles],
    ['the window is on the sample workspace', sampleWorkspace],
  ]);
}

async function installed(): Promise<void> {
  const extension = vscode.extensions.getExtension('evidence-copy.evidence-copy');
  assert.ok(extension, 'it is not installed');
  await extension.activate();
  assert.equal(extension.isActive, true);
}

async function besideFiles(): Promise<void> {
  const extension = vscode.extensions.getExtension('evidence-copy.evidence-copy');
  assert.equal(extension?.extensionKind, vscode.ExtensionKind.Workspace);
}

async function sampleWorkspace(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.equal(folder?.scheme, 'file');
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  assert.deepEqual(names.sort(), ['case', 'copies']);
}
