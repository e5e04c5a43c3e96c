import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type JobSummary, JobSummarySchema } from '../../../src/engine/model/result/summary';
import { COMMANDS } from '../../../src/host/contributions';

/** Files by their path with `/`. */
export type Tree = Readonly<Record<string, string | Buffer>>;

let folder: string;

/** Runs a test in a folder of its own with an empty `source` and `destination` in it. */
export async function inFreshFolder(body: () => Promise<void>): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'extension-suite-'));
  mkdirSync(source());
  mkdirSync(destination());
  try {
    await body();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A path in the source folder of this test. */
export function source(...names: string[]): string {
  return join(folder, 'source', ...names);
}

/** A path in the destination folder of this test. */
export function destination(...names: string[]): string {
  return join(folder, 'destination', ...names);
}

/** Makes files in the source folder. */
export function write(tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    const file = source(...path.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Copies by the command, as a key binding or a task would. */
export async function copy(sources: readonly string[], to = destination()): Promise<JobSummary> {
  mkdirSync(to, { recursive: true });
  const given = { sources, destination: to };
  return JobSummarySchema.parse(await vscode.commands.executeCommand(COMMANDS.copyWithVerification, given));
}

/** Makes files in the source folder and copies it whole. */
export function copyOf(tree: Tree): Promise<JobSummary> {
  write(tree);
  return copy([source()]);
}

/** What has its final name at the destination. */
export function payload(): readonly string[] {
  const names = readdirSync(destination());
  return names.filter((name) => name !== 'evidence-records' && !isStaging(name)).sort();
}

/** Staging folders at a destination, those included that are being removed. */
export function staged(at = destination()): readonly string[] {
  return existsSync(at) ? readdirSync(at).filter(isStaging) : [];
}

/** SHA-256 of every file below a folder, by its path. */
export function digestsBelow(root: string): Readonly<Record<string, string>> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(root, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, digest(readFileSync(join(root, path)))]));
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function isStaging(name: string): boolean {
  return name.startsWith('INCOMPLETE-') || name.startsWith('.INCOMPLETE-');
}
