import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { USUAL_LIST } from '../../src/engine/model/audit/manifestNames';
import {
  BUFFER_SIZE_KB,
  ConflictSchema,
  DEFAULT_OPTIONS,
  LanesSchema,
  OnItemErrorSchema,
} from '../../src/engine/model/job/job';
import { ATTENDED } from '../../src/engine/model/job/patience';
import { GRADES } from '../../src/engine/model/proof/grade';
import { DATE_FORMATS } from '../../src/engine/model/time/dateFormat';
import {
  COMMANDS,
  DATE_FORMAT_SETTING,
  FINISHED_CONTEXT,
  MEASUREMENT_VIEW,
  QUEUE_CONTEXTS,
  QUEUE_VIEW,
  SETTINGS,
  SETTINGS_SECTION,
  START_CONTEXT,
  STATE_CONTEXT,
  VERIFICATION_CONTEXT,
  VERIFICATION_CONTEXTS,
  WATCH_SETTINGS,
} from '../../src/host/contributions';
import { WATCH_RANGES } from '../../src/host/watchSettings';
import { REPOSITORY, readJson, readText } from '../support/sources';

const PropertySchema = z.looseObject({
  scope: z.string(),
  default: z.unknown(),
  enum: z.optional(z.array(z.string())),
  enumItemLabels: z.optional(z.array(z.string())),
  markdownEnumDescriptions: z.optional(z.array(z.string())),
  markdownDescription: z.string(),
  minimum: z.optional(z.number()),
  maximum: z.optional(z.number()),
});
const MenuSchema = z.array(z.looseObject({ command: z.string(), when: z.optional(z.string()) }));
const ManifestSchema = z.looseObject({
  icon: z.string(),
  l10n: z.string(),
  files: z.array(z.string()),
  extensionKind: z.array(z.string()),
  activationEvents: z.array(z.string()),
  capabilities: z.looseObject({
    untrustedWorkspaces: z.looseObject({ supported: z.string(), restrictedConfigurations: z.array(z.string()) }),
    virtualWorkspaces: z.looseObject({ supported: z.boolean() }),
  }),
  contributes: z.looseObject({
    commands: z.array(
      z.looseObject({ command: z.string(), title: z.string(), icon: z.string(), enablement: z.optional(z.string()) }),
    ),
    keybindings: z.array(z.looseObject({ command: z.string(), key: z.string(), when: z.string() })),
    menus: z.record(z.string(), MenuSchema),
    viewsContainers: z.looseObject({ activitybar: z.array(z.looseObject({ id: z.string(), icon: z.string() })) }),
    views: z.record(z.string(), z.array(z.looseObject({ id: z.string(), icon: z.string() }))),
    viewsWelcome: z.array(z.looseObject({ view: z.string() })),
    configuration: z.looseObject({ properties: z.record(z.string(), PropertySchema) }),
  }),
});

const manifest = ManifestSchema.parse(readJson('package.json'));
const { commands, menus, configuration } = manifest.contributes;

/** Values of context keys by which commands are enabled. */
const CONTEXTS: Readonly<Record<string, readonly string[]>> = {
  [STATE_CONTEXT]: QUEUE_CONTEXTS,
  [VERIFICATION_CONTEXT]: VERIFICATION_CONTEXTS,
};

describe('ids', () => {
  test('of commands are the same in manifest and source', () => {
    expect(commands.map(({ command }) => command).sort()).toEqual(Object.values(COMMANDS).sort());
  });

  test('in menus are commands', () => {
    const known: readonly string[] = Object.values(COMMANDS);
    for (const item of Object.values(menus).flat()) expect(known).toContain(item.command);
  });

  test('of settings are the same in manifest and source', () => {
    const named = [...SETTINGS, ...WATCH_SETTINGS, DATE_FORMAT_SETTING].map((name) => `${SETTINGS_SECTION}.${name}`);
    expect(Object.keys(configuration.properties).sort()).toEqual(named.sort());
  });

  test('in menus of the Explorer and of editors are offered only for what lies on the machine of the window', () => {
    // In a remote window the files of its machine have the scheme vscode-remote where menus are decided.
    const local = 'resourceScheme =~ /^(file|vscode-remote)$/';
    const jobFile = String.raw`${local} && resourceFilename =~ /\.evidence-job\.json$/`;
    const allowed = [local, jobFile, `activeWebviewPanelId == ${MEASUREMENT_VIEW}`];
    const places = ['explorer/context', 'editor/title/context', 'editor/title'];
    const conditions = places.flatMap((place) => menus[place] ?? []);
    expect(conditions.length).toBeGreaterThan(5);
    const audited = `${local} && (explorerResourceIsFolder || resourceFilename =~ /`;
    const others = conditions.map(({ when = '' }) => when).filter((when) => !when.startsWith(audited));
    expect(others.filter((when) => !allowed.includes(when))).toEqual([]);
  });

  test('of context keys in conditions are the ones that are set', () => {
    for (const { enablement } of commands) {
      for (const condition of enablement?.split(' || ') ?? []) {
        const [key = '', value] = condition.split(' == ');
        expect(CONTEXTS[key], condition).toContain(value);
      }
    }
  });
});

describe('the tree of the queue', () => {
  const { views, viewsContainers, viewsWelcome } = manifest.contributes;
  const all = Object.values(views).flat();

  test('is the one view, in a container of its own, with something to say when it is empty', () => {
    expect(all.map(({ id }) => id)).toEqual([QUEUE_VIEW]);
    expect(Object.keys(views)).toEqual(viewsContainers.activitybar.map(({ id }) => id));
    expect(new Set(viewsWelcome.map(({ view }) => view))).toEqual(new Set([QUEUE_VIEW]));
    for (const { icon } of [...all, ...viewsContainers.activitybar])
      expect(existsSync(join(REPOSITORY, icon))).toBe(true);
  });

  test('has keys of its own, which are no others where it has not the focus', () => {
    const { keybindings } = manifest.contributes;
    const known: readonly string[] = Object.values(COMMANDS);
    for (const { command, when } of keybindings) {
      expect(known).toContain(command);
      expect(when).toBe(`focusedView == ${QUEUE_VIEW} && listFocus && !inputFocus`);
    }
    expect(new Set(keybindings.map(({ key }) => key)).size).toBe(keybindings.length);
  });

  test('has actions for context keys and states that exist', () => {
    const values: Readonly<Record<string, readonly string[]>> = {
      view: [QUEUE_VIEW],
      [STATE_CONTEXT]: QUEUE_CONTEXTS,
      [START_CONTEXT]: ['ready'],
      [FINISHED_CONTEXT]: ['some'],
    };
    for (const { when = '' } of [...(menus['view/title'] ?? []), ...(menus['view/item/context'] ?? [])]) {
      for (const condition of when.split(' && ')) {
        if (condition.startsWith('viewItem =~ /^')) continue;
        const [key = '', value = ''] = condition.split(' == ');
        expect(values[key], condition).toContain(value);
      }
    }
  });

  test.each([
    ['job:running', ['pauseCopy', 'cancelCopy']],
    ['job:paused', ['resumeCopy', 'cancelCopy']],
    ['job:cancelling', []],
    ['job:stalled', ['abandonJob', 'cancelCopy']],
    ['job:queued', ['moveUp', 'moveDown', 'removeJob']],
    ['job:held', ['releaseJob', 'moveUp', 'moveDown', 'removeJob']],
    ['job:complete:folder', ['openReport', 'openReportInBrowser', 'copyAgain', 'showInFolder', 'removeJob']],
    ['job:interrupted', ['resumeJob', 'copyAgain', 'removeJob']],
    ['job:failed:folder', ['resumeJob', 'copyAgain', 'showInFolder', 'removeJob']],
    ['job:cancelled', ['retryJob', 'copyAgain', 'removeJob']],
    [
      'job:incomplete:folder',
      ['openReport', 'openReportInBrowser', 'retryJob', 'copyAgain', 'showInFolder', 'removeJob'],
    ],
    ['job:elsewhere', []],
    ['failure', ['showFailure']],
    ['sources', []],
  ])('offers for %s what can be done', (contextValue, expected) => {
    const offered = (menus['view/item/context'] ?? [])
      .filter(({ group }) => !String(group).startsWith('inline'))
      .filter(({ when = '' }) => new RegExp(/viewItem =~ \/(.*)\/$/.exec(when)?.[1] ?? '$^').test(contextValue))
      .map(({ command }) => command.replace('evidenceCopy.', ''));
    const always = contextValue.startsWith('job') ? ['saveAsJobFile', 'copyAsCommandLine', 'showLog'] : [];
    const ofFailures = contextValue === 'failure' ? ['showLog'] : [];
    expect(offered.sort()).toEqual([...expected, ...always, ...ofFailures].sort());
  });
});

describe('the menu of the explorer', () => {
  const when = menus['explorer/context']?.find(({ command }) => command === COMMANDS.verifyFolder)?.when ?? '';
  const [, source = '$^', flags] = /resourceFilename =~ \/(.*)\/(i)\)$/.exec(when) ?? [];
  const isOffered = (name: string) => new RegExp(source, flags).test(name);
  const lists = [
    'SHA256SUMS',
    'sha256sum.txt',
    'manifest-sha256.txt',
    'x.md5',
    'card 1.sha1sums',
    'hashdeep.txt',
    'B3SUMS',
  ];

  test.each([...lists, 'bagit.txt', 'hashdeep-md5.txt'])('offers to verify against %s', (name) => {
    expect(isOffered(name)).toBe(true);
  });

  test.each(lists)('and %s is what is looked for in a folder', (name) => {
    expect(USUAL_LIST.test(name)).toBe(true);
  });

  test.each(['note.txt', 'md5.exe', 'manifest.json', 'photo.jpg', 'xbagit.txt'])('but not against %s', (name) => {
    expect(isOffered(name)).toBe(false);
    expect(when).toContain('explorerResourceIsFolder');
  });
});

describe('settings', () => {
  const of = (name: (typeof SETTINGS)[number]) =>
    PropertySchema.parse(configuration.properties[`${SETTINGS_SECTION}.${name}`]);

  test.each(SETTINGS)('%s has the default it has everywhere', (name) => {
    expect(of(name).default).toEqual(DEFAULT_OPTIONS[name]);
  });

  test.each(['verification', 'requireGrade', 'retryMismatch', 'hashAlgorithms', 'conflict', 'onItemError'] as const)(
    '%s bears on proof or on what is overwritten: no folder can set it',
    (name) => {
      expect(of(name).scope).toBe('machine');
    },
  );

  test.each(['useBufferReuse', 'bufferSizeKB', 'lanes'] as const)(
    '%s bears on speed only, and is restricted',
    (name) => {
      expect(of(name).scope).toBe('machine-overridable');
      expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(
        `${SETTINGS_SECTION}.${name}`,
      );
    },
  );

  test('offer every value the engine knows, each with a label and an explanation', () => {
    expect(of('verification').enum).toEqual([...GRADES]);
    expect(of('conflict').enum).toEqual(ConflictSchema.options);
    expect(of('onItemError').enum).toEqual(OnItemErrorSchema.options);
    expect(new Set(of('lanes').enum)).toEqual(new Set(LanesSchema.options));
    for (const name of ['verification', 'conflict', 'onItemError', 'lanes'] as const) {
      const { enum: values, enumItemLabels, markdownEnumDescriptions } = of(name);
      expect(enumItemLabels).toHaveLength(values?.length ?? 0);
      expect(markdownEnumDescriptions).toHaveLength(values?.length ?? 0);
    }
  });

  test('offer every way of writing dates, which is the person’s and no folder’s', () => {
    const { scope, enum: values } = PropertySchema.parse(
      configuration.properties[`${SETTINGS_SECTION}.${DATE_FORMAT_SETTING}`],
    );
    expect(scope).toBe('application');
    expect(values).toEqual(['auto', ...DATE_FORMATS]);
  });

  test.each(WATCH_SETTINGS)('%s can end a copy: no folder can set it', (name) => {
    const property = PropertySchema.parse(configuration.properties[`${SETTINGS_SECTION}.${name}`]);
    const { min, max } = WATCH_RANGES[name];
    expect(property).toMatchObject({ scope: 'machine', default: ATTENDED[name], minimum: min, maximum: max });
  });

  test('name the range of the buffer size', () => {
    expect(of('bufferSizeKB')).toMatchObject({ minimum: BUFFER_SIZE_KB.min, maximum: BUFFER_SIZE_KB.max });
  });
});

describe('where and when the extension runs', () => {
  test('where the files are, in Restricted Mode too, never on virtual files', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
  });

  test('only once one of its commands is used', () => {
    expect(manifest.activationEvents).toEqual([]);
  });
});

describe('README', () => {
  const readme = readText('README.md');
  const texts = z.record(z.string(), z.string()).parse(readJson('package.nls.json'));

  test('names every command that a person can choose', () => {
    const chosen = commands.filter(({ command }) => command !== COMMANDS.moveJobs);
    const titles = chosen.map(({ title }) => texts[title.replaceAll('%', '')] ?? title);
    expect(titles.filter((title) => !readme.includes(`**${title}**`))).toEqual([]);
  });

  test('names every setting', () => {
    expect(Object.keys(configuration.properties).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

test('what the manifest points to is there and is packaged', () => {
  for (const path of [manifest.icon, manifest.l10n, 'package.nls.json'])
    expect(existsSync(join(REPOSITORY, path))).toBe(true);
  expect(manifest.files).toEqual(
    expect.arrayContaining(['dist/*.js', 'media', 'l10n/bundle.*.json', 'package.nls*.json']),
  );
});
