import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { installationAt } from '../../src/client/selfTest/installation';
import { createSampleEvidence } from '../../src/commands/trial/createSampleEvidence';
import { validateInstallation } from '../../src/commands/trial/validateInstallation';
import { COMMANDS } from '../../src/host/contributions';
import { LastDestination } from '../../src/host/lastDestination';
import { BUNDLES } from '../support/bundles';
import { scratchFolder } from '../support/scratch';
import { REPOSITORY, readJson, readText } from '../support/sources';
import { editor, FakeUri, resetEditor } from './support/fakeEditor';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

beforeEach(resetEditor);

describe('U5: Create Sample Evidence…', () => {
  test('asks where, makes files of several kinds, and offers to copy them', async () => {
    const place = scratchFolder();
    editor.openDialog = [[FakeUri.file(place)]];
    editor.answers = ['Copy It…'];
    const folder = join(place, 'Sample evidence');
    expect(await createSampleEvidence()()).toBe(folder);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(6);
    const sizes = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).length);
    expect(Math.min(...sizes)).toBe(0);
    expect(Math.max(...sizes)).toBeGreaterThan(8 * 1024 * 1024);
    await expect.poll(() => editor.executed).toEqual([[COMMANDS.copyWithVerification, FakeUri.file(folder)]]);
  });

  test('touches nothing that is there, and takes the next free name', async () => {
    const place = scratchFolder();
    writeFileSync(join(place, 'Sample evidence'), 'theirs');
    expect(await createSampleEvidence()(FakeUri.file(place))).toBe(join(place, 'Sample evidence 2'));
    expect(readFileSync(join(place, 'Sample evidence'), 'utf8')).toBe('theirs');
    expect(editor.dialogs).toEqual([]);
  });

  test('makes nothing if the person cancels, and says what is wrong where it cannot', async () => {
    editor.openDialog = [undefined];
    expect(await createSampleEvidence()()).toBeUndefined();
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    await expect(createSampleEvidence()(FakeUri.file(file))).rejects.toThrow(/could not be made in .*Choose another/);
  });
});

describe('L1: Validate This Installation…', () => {
  const shown: string[] = [];
  const command = validateInstallation({
    installation: installationAt(BUNDLES.worker, 'test'),
    lastDestination: new LastDestination({ keys: () => [], get: () => undefined, update: async () => {} }),
    showSelfTest: (report, page) => void shown.push(report, page),
  });

  test('tests in the folder that the person chooses and shows the report that stays there', async () => {
    const place = scratchFolder();
    editor.openDialog = [[FakeUri.file(place)]];
    expect(await command()).toMatchObject({ status: 'passed' });
    const [report = '', page = ''] = shown;
    expect(readFileSync(report, 'utf8')).toBe(page);
    expect(page).toContain('PASSED');
    expect(editor.shown[0]).toMatch(/^progress Validating this installation: check 1 of \d+$/);
  });

  test('where nothing can be written is told in a sentence', async () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    await expect(command(FakeUri.file(join(file, 'x')))).rejects.toThrow(/No self-test could be made/);
  });
});

describe('U5: the walkthrough', () => {
  const Step = z.looseObject({
    id: z.string(),
    description: z.string(),
    media: z.strictObject({ svg: z.string(), altText: z.string() }),
    completionEvents: z.array(z.string()).check(z.minLength(1)),
  });
  const Manifest = z.looseObject({
    contributes: z.looseObject({
      walkthroughs: z.array(z.looseObject({ id: z.string(), steps: z.array(Step) })),
      viewsWelcome: z.array(z.looseObject({ contents: z.string() })),
    }),
  });
  const { walkthroughs, viewsWelcome } = Manifest.parse(readJson('package.json')).contributes;
  const texts = z.record(z.string(), z.string()).parse(readJson('package.nls.json'));
  const textOf = (key: string) => texts[key.replaceAll('%', '')] ?? '';
  const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const known = new Set<string>([
    ...Object.values(COMMANDS),
    'workbench.action.terminal.new',
    'workbench.action.openWalkthrough',
  ]);

  test('leads in five steps from the queue to a check with another program', () => {
    expect(steps.map(({ id }) => id)).toEqual(['queue', 'sample', 'copy', 'report', 'check']);
    expect(textOf(steps.at(-1)?.description ?? '')).toContain('sha256sum -c');
  });

  test('and the welcome of the queue offer only commands that exist', () => {
    const all = [...steps.map(({ description }) => description), ...viewsWelcome.map(({ contents }) => contents)];
    const linked = all.flatMap((key) => [...textOf(key).matchAll(/\(command:([\w.]+)/g)].map(([, id = '']) => id));
    expect(linked.length).toBeGreaterThan(8);
    expect(linked.filter((id) => !known.has(id))).toEqual([]);
  });

  test('is written as walkthroughs are shown: ** for what is chosen, `` for what is typed', () => {
    for (const { description } of steps) expect(textOf(description)).not.toMatch(/(?<!\*)\*(?![*/])|(?<!`)`(?!`)/);
  });

  test('ticks a step by what a person does in it', () => {
    const commands = steps.flatMap(({ completionEvents }) =>
      completionEvents.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? []),
    );
    expect(commands.filter((id) => !known.has(id))).toEqual([]);
  });

  test('has pictures in the colours of the theme, with words for those who cannot see them', () => {
    for (const { media } of steps) {
      expect(existsSync(join(REPOSITORY, media.svg)), media.svg).toBe(true);
      const picture = readText(media.svg);
      expect(picture).not.toMatch(/(?:fill|stroke)="(?!none|var\(--vscode-)/);
      expect(textOf(media.altText).length).toBeGreaterThan(20);
    }
  });
});
