import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { copyWithVerification } from '../../src/commands/add/copyWithVerification';
import type { Conflict, JobRequest } from '../../src/engine/model/job/job';
import { LastDestination } from '../../src/host/lastDestination';
import type { CommandHandler } from '../../src/host/registerCommand';
import { parseSettings } from '../../src/host/settingsSchema';
import { editor, FakeUri, resetEditor } from './support/fakeEditor';
import { FakeEngine } from './support/fakeEngine';
import { MemoryStorage, newQueue, OTHER_WINDOW } from './support/memoryStorage';
import { UNSET } from './support/unsetSettings';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

let destination: string;
let engine: FakeEngine;
let storage: MemoryStorage;
let stored: Map<string, unknown>;
let asked: (readonly string[])[];
let answer: Conflict | undefined;
let conflict: Conflict;
let command: CommandHandler;

beforeEach(async () => {
  destination = await mkdtemp(join(tmpdir(), 'copy-command-'));
  resetEditor();
  engine = new FakeEngine();
  storage = new MemoryStorage();
  stored = new Map();
  asked = [];
  answer = undefined;
  conflict = 'fail';
  const memento = {
    keys: () => [...stored.keys()],
    get: (key: string) => stored.get(key),
    update: async (key: string, value: unknown) => {
      stored.set(key, value);
    },
  };
  command = copyWithVerification({
    queue: newQueue(engine, { storage }),
    // Only these three functions of a memento are used, whatever type they are asked for.
    lastDestination: new LastDestination(memento as ConstructorParameters<typeof LastDestination>[0]),
    readSettings: () => ({ ...parseSettings(UNSET).settings, conflict }),
    askAboutExistingNames: async (names) => {
      asked.push(names);
      return answer;
    },
  });
});

afterEach(() => rm(destination, { recursive: true }));

const clicked = new FakeUri('/case/card1');

/** Calls the command and gives the request that reached the engine, if any, without waiting for its end. */
async function request(...args: unknown[]): Promise<JobRequest | undefined> {
  const result = Promise.resolve(command(...args));
  await Promise.race([result, vi.waitUntil(() => engine.jobs.length > 0, { timeout: 2000 })]);
  return engine.jobs[0]?.attempt.request;
}

describe('a right-click', () => {
  test('asks for the destination and copies all that was selected', async () => {
    editor.openDialog = [[FakeUri.file(destination)]];
    const selected = [clicked, new FakeUri('/case/b')];
    expect(await request(clicked, selected)).toMatchObject({
      sources: ['/case/card1', '/case/b'],
      destinations: [destination],
    });
    expect(editor.dialogs[0]).toMatchObject({
      title: 'Copy 2 Items to…',
      canSelectFolders: true,
      canSelectFiles: false,
    });
  });

  test('offers the last destination', async () => {
    editor.openDialog = [undefined, [FakeUri.file(destination)], undefined];
    await command(clicked, [clicked]);
    expect(editor.dialogs[0]).not.toHaveProperty('defaultUri');
    await request(clicked, [clicked]);
    await command(clicked, [clicked]);
    expect(editor.dialogs[2]?.defaultUri?.fsPath).toBe(destination);
  });

  test('writes nothing when the person cancels the dialog', async () => {
    editor.openDialog = [undefined];
    expect(await command(clicked, [clicked])).toBeUndefined();
    expect(engine.jobs).toEqual([]);
  });

  test('refuses what is not on this machine, also as destination', async () => {
    await expect(command(new FakeUri('/x', 'vscode-local'), undefined)).rejects.toThrow('Not on this machine');
    editor.openDialog = [[new FakeUri('/x', 'memfs')]];
    await expect(command(clicked, [clicked])).rejects.toThrow('Not on this machine');
    expect(engine.jobs).toEqual([]);
  });
});

describe('from the palette', () => {
  test.each([
    [0, { canSelectFiles: true, canSelectFolders: false, canSelectMany: true }],
    [1, { canSelectFiles: false, canSelectFolders: true, canSelectMany: true }],
  ])('choice %s asks for files or folders, and then where to', async (choice, options) => {
    editor.quickPick = [choice];
    editor.openDialog = [[clicked], [FakeUri.file(destination)]];
    expect(await request()).toMatchObject({ sources: ['/case/card1'], destinations: [destination] });
    expect(editor.dialogs[0]).toMatchObject(options);
  });

  test('ends when nothing is chosen', async () => {
    editor.quickPick = [undefined];
    expect(await command()).toBeUndefined();
    expect(editor.dialogs).toEqual([]);
  });
});

describe('arguments of key bindings and tasks', () => {
  test('are copied without a dialog', async () => {
    expect(await request({ sources: ['/case/card1'], destination })).toMatchObject({ destinations: [destination] });
    expect(editor.dialogs).toEqual([]);
  });

  test('do not choose the destination in Restricted Mode: it is offered, the person picks', async () => {
    editor.trusted = false;
    editor.openDialog = [undefined];
    expect(await command({ sources: ['/case/card1'], destination })).toBeUndefined();
    expect(editor.dialogs[0]?.defaultUri?.fsPath).toBe(destination);
    expect(engine.jobs).toEqual([]);
  });

  test('that make no sense are refused with a sentence', async () => {
    await expect(command({ sources: ['relative'] })).rejects.toThrow('"relative" is not an absolute path');
  });
});

describe('existing names', () => {
  beforeEach(() => writeFile(join(destination, 'card1'), ''));
  const given = () => ({ sources: ['/case/card1', '/case/b'], destination });

  test.each(['skipIdentical', 'rename'] as const)(
    'are asked about, and the answer %s goes into the request',
    async (chosen) => {
      answer = chosen;
      expect(await request(given())).toMatchObject({ conflict: chosen });
      expect(asked).toEqual([['card1']]);
    },
  );

  test('stop everything when the person cancels', async () => {
    expect(await command(given())).toBeUndefined();
    expect(asked).toHaveLength(1);
    expect(engine.jobs).toEqual([]);
  });

  test.each(['skipIdentical', 'rename', 'overwrite'] as const)(
    'are no question where the setting says %s',
    async (setting) => {
      conflict = setting;
      expect(await request(given())).toMatchObject({ conflict: setting });
      expect(asked).toEqual([]);
    },
  );

  test('are no question where there are none', async () => {
    expect(await request({ sources: ['/case/b'], destination })).toMatchObject({ conflict: 'fail' });
    expect(asked).toEqual([]);
  });
});

test('the command ends with the summary of its copy', async () => {
  const result = command({ sources: ['/case/b'], destination });
  await vi.waitUntil(() => engine.jobs.length > 0);
  const ended = await engine.job(0).end();
  expect(await result).toEqual(ended);
});

test('while another window copies, the command says so and copies nothing', async () => {
  storage.owner = OTHER_WINDOW;
  await expect(command({ sources: ['/case/b'], destination })).rejects.toThrow(
    'Another window runs the queue (process 4711 on lab)',
  );
  expect(engine.jobs).toEqual([]);
});
