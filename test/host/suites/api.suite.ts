import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Caller } from '../caller/extension';
import { destination, digestsBelow, inFreshFolder, payload, source, write } from './copyFixture';
import { type NamedTest, runTests } from './harness';

/** Runs the suite; VS Code calls it in its extension host. */
export async function run(): Promise<void> {
  await runTests(TESTS.map(([name, body]) => [name, () => inFreshFolder(body)]));
}

const TESTS: readonly NamedTest[] = [
  ['another extension gets version 1 of the API, which it cannot change', version],
  ['another extension has a job copied and hears of its end', copies],
  ['a job of another extension that is not valid is refused whole, with every fault', refuses],
];

async function caller(): Promise<Caller> {
  const extension = vscode.extensions.getExtension<Caller>('evidence-copy-test.caller');
  assert.ok(extension, 'the calling extension is there');
  return extension.activate();
}

async function version(): Promise<void> {
  const { apiVersion, isFrozen } = await caller();
  assert.deepEqual([apiVersion, isFrozen], [1, true]);
}

async function copies(): Promise<void> {
  write({ 'DCIM/clip.mp4': 'video', 'note.txt': 'n' });
  const finished = await (await caller()).copy({
    label: 'From another extension',
    sources: [source()],
    destinations: [destination()],
    verification: 'readBack',
    caseData: { caseNumber: '2026-0042' },
  });
  const { status, grade, files, failureCount, label, recordsDir } = finished;
  assert.deepEqual(
    [status, grade, files, failureCount, label],
    ['complete', 'readBack', 2, 0, 'From another extension'],
  );
  assert.ok(recordsDir !== null && existsSync(join(recordsDir, 'report.json')));
  assert.deepEqual(digestsBelow(destination('source')), digestsBelow(source()));
}

async function refuses(): Promise<void> {
  const { enqueue } = await caller();
  await assert.rejects(
    enqueue({ sources: [], colour: 'red' }),
    /cannot be queued: .*colour.*destinations|cannot be queued: .*destinations.*colour/s,
  );
  await assert.rejects(enqueue({ sources: ['x'], destinations: ['/y'] }), /"x" is not an absolute path/);
  assert.deepEqual(payload(), []);
}
