import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageExtension } from '../../scripts/extensionPackage.mjs';
import { scratchFolder } from '../support/scratch';
import { REPOSITORY, readText } from '../support/sources';
import { zipContents } from '../support/zipContents';

/** The Marketplace and slow networks at sites would take more; nothing here needs more. In bytes. */
const LIMIT = 1_000_000;

/** What runs, and what the manifest and VS Code look for. Pictures and texts of languages are found by the rules below. */
const FIXED = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/cli.js',
  'extension/dist/cliMain.js',
  'extension/dist/commandLine.js',
  'extension/dist/evidence-job.schema.de.json',
  'extension/dist/evidence-job.schema.json',
  'extension/dist/extension.js',
  'extension/dist/lane.js',
  'extension/dist/worker.js',
  'extension/package.json',
  'extension/readme.md',
];

test('the package has what is used and nothing else, below 1 MB, for every system', async () => {
  const file = join(scratchFolder(), 'evidence-copy.vsix');
  await packageExtension(file);
  const members = await zipContents(file);
  const texts = [...members].filter(([name]) => /\.(?:json|md|svg)$/.test(name)).map(([, { content }]) => `${content}`);
  const isUsed = (name: string) =>
    /^extension\/(?:package\.nls|l10n\/bundle\.l10n)(?:\.[a-z-]+)?\.json$/.test(name) ||
    (name.startsWith('extension/media/') && texts.some((text) => text.includes(name.slice('extension/media/'.length))));
  const names = [...members.keys()];
  expect(names.filter((name) => !isUsed(name)).sort()).toEqual(FIXED);
  expect(names).toEqual(expect.arrayContaining(['extension/package.nls.json', 'extension/l10n/bundle.l10n.json']));
  expect(statSync(file).size).toBeLessThan(LIMIT);
  expect(`${members.get('extension.vsixmanifest')?.content}`).not.toContain('TargetPlatform');
});

test('the icon is a PNG of 128 by 128 pixels', () => {
  const icon = readFileSync(join(REPOSITORY, 'media', 'icon.png'));
  // The first chunk begins with width and height.
  expect([icon.toString('latin1', 1, 4), icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual(['PNG', 128, 128]);
});

test('no picture of README is larger than 150 kB', () => {
  const pictures = [...readText('README.md').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)];
  expect(pictures.length).toBeGreaterThan(0);
  for (const [, path = ''] of pictures) expect(statSync(join(REPOSITORY, path)).size, path).toBeLessThan(150_000);
});
