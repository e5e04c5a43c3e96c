import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { REPOSITORY, readJson } from '../support/sources';

/** Entries that no browser test clicks. Whoever adds an entry to a menu has it clicked by a test. */
const NOT_CLICKED: readonly string[] = [];

/** Menus whose entries a person clicks. */
const MENUS = ['explorer/context', 'view/title', 'view/item/context', 'editor/title', 'editor/title/context'];

/** The title of an entry, or the command whose title it is. */
const ENTRY = String.raw`(?:commandTitle\()?'([^']+)'`;

/** How a browser test clicks, and in which menu. */
const CLICKS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`explorer\.contextMenu\([^,()]+, ${ENTRY}`, 'g'), 'explorer/context'],
  [new RegExp(String.raw`queue\.contextMenu\([^,()]+, ${ENTRY}`, 'g'), 'view/item/context'],
  [new RegExp(String.raw`queue\.clickTitle\(${ENTRY}`, 'g'), 'view/title'],
  [new RegExp(String.raw`queue\.titleMenu\(${ENTRY}`, 'g'), 'view/title'],
  [new RegExp(String.raw`tabContextMenu\([^,()]+, ${ENTRY}`, 'g'), 'editor/title/context'],
  [new RegExp(String.raw`clickEditorTitle\(${ENTRY}`, 'g'), 'editor/title'],
];

const EntrySchema = z.object({ command: z.string() });
const ManifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.extend(EntrySchema, { title: z.string() })),
    menus: z.record(z.string(), z.array(EntrySchema)),
  }),
});

test('each entry of a menu is clicked by a browser test', () => {
  const { contributes } = ManifestSchema.parse(readJson('package.json'));
  const { commands, menus } = contributes;
  const titles = z.record(z.string(), z.string()).parse(readJson('package.nls.json'));
  const ids = new Map(commands.map(({ command, title }) => [titles[title.slice(1, -1)], shortId(command)]));
  const clicked = new Set(browserTests().flatMap((text) => clicksIn(text, ids)));
  const offered = new Set(
    MENUS.flatMap((menu) => (menus[menu] ?? []).map(({ command }) => `${menu}: ${shortId(command)}`)),
  );
  expect([...clicked].filter((entry) => !offered.has(entry))).toEqual([]);
  expect([...offered].filter((entry) => !clicked.has(entry)).sort()).toEqual(NOT_CLICKED);
});

function clicksIn(source: string, ids: ReadonlyMap<string | undefined, string>): readonly string[] {
  const text = withConstants(source);
  return CLICKS.flatMap(([click, menu]) =>
    [...text.matchAll(click)].map(([, entry = '']) => `${menu}: ${ids.get(entry) ?? entry}`),
  );
}

/** A source in which each constant that is a text stands as that text. */
function withConstants(source: string): string {
  const constants = [...source.matchAll(/^const (\w+) = ('[^']+');$/gm)];
  return constants.reduce(
    (text, [, name = '', value = '']) => text.replaceAll(`, ${name})`, () => `, ${value})`),
    source,
  );
}

function browserTests(): readonly string[] {
  return ['browser', 'support'].flatMap((part) => {
    const folder = join(REPOSITORY, 'test', 'host', part);
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  });
}

function shortId(command: string): string {
  return command.replace(/^evidenceCopy\./, '');
}
