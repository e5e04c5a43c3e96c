import { beforeEach, expect, test, vi } from 'vitest';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import { type EvidenceJobNeeds, newEvidenceJob } from '../../src/commands/add/newEvidenceJob';
import { DEFAULT_OPTIONS } from '../../src/engine/model/job/job';
import { LastDestination } from '../../src/host/lastDestination';
import { PersonMemory } from '../../src/host/personValues';
import { editor, FakeUri, resetEditor } from './support/fakeEditor';
import { FakeEngine, settled } from './support/fakeEngine';
import { newQueue } from './support/memoryStorage';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

type Ask = EvidenceJobNeeds['askForEvidenceJob'];

let queue: CopyQueue;
let stored: Map<string, unknown>;
let asked: Parameters<Ask>[];

beforeEach(() => {
  resetEditor();
  queue = newQueue(new FakeEngine());
  stored = new Map();
  asked = [];
});

/** Runs the command; `fill` is the person, who leaves the form where there is nobody. */
async function run(fill: Ask = async () => undefined, ...args: unknown[]): Promise<void> {
  // Only these functions of a memento are used, whatever type they are asked for.
  const state = {
    keys: () => [...stored.keys()],
    get: (key: string) => stored.get(key),
    update: async (key: string, value: unknown) => void stored.set(key, value),
  } as ConstructorParameters<typeof PersonMemory>[0];
  await newEvidenceJob({
    queue,
    lastDestination: new LastDestination(state),
    personMemory: new PersonMemory(state),
    readSettings: () => ({ ...DEFAULT_OPTIONS, verification: 'readBack', onItemError: 'stop' }),
    readDateFormat: () => 'DD.MM.YYYY',
    revealJob: async () => {},
    askForEvidenceJob: (...parts) => {
      asked.push(parts);
      return fill(...parts);
    },
  })(...args);
}

const FILLED = {
  sources: ['/media/card'],
  destinations: ['/evidence'],
  folders: ['26-0042'],
  folderTemplate: '{caseNumber}',
  caseData: { caseNumber: '26-0042', examiner: 'A. Example', examinerId: '7', location: '12 High Street' },
  options: { onItemError: 'continue' },
  isForNow: false,
} as const;

test('what was right-clicked are the sources', async () => {
  const clicked = new FakeUri('/media/card');
  await run(undefined, clicked, [clicked, new FakeUri('/media/usb')]);
  expect(asked[0]?.[0]).toMatchObject({ sources: ['/media/card', '/media/usb'], destinations: [] });
  await expect(run(undefined, new FakeUri('/x', 'https'))).rejects.toThrow('Not on this machine');
});

test('the job is the one a job file would make, with the settings of now and the options of the form', async () => {
  await run(async () => FILLED);
  const [job] = queue.state.waiting;
  expect(job).toMatchObject({ state: 'queued', start: 'withQueue' });
  expect(job?.attempt.request).toEqual({
    ...DEFAULT_OPTIONS,
    label: 'card',
    sources: ['/media/card'],
    destinations: ['/evidence/26-0042'],
    caseData: FILLED.caseData,
    verification: 'readBack',
    onItemError: 'continue',
  });
});

test('the bag is the last folder of the template, and that it is a bag is remembered', async () => {
  await run(async () => ({ ...FILLED, folders: ['26-0042', 'AB 1'], options: { layout: 'bag' } }));
  expect(queue.state.waiting[0]?.attempt.request).toMatchObject({
    layout: 'bag',
    destinations: ['/evidence/26-0042'],
    packageName: 'AB 1',
  });
  await run();
  expect(asked[1]?.[0].options).toEqual({ layout: 'bag' });
});

test('B11: of several destinations each gets the same folders, and the first is offered again', async () => {
  await run(async () => ({ ...FILLED, destinations: ['/evidence', '/backup'] }));
  expect(queue.state.waiting[0]?.attempt.request.destinations).toEqual(['/evidence/26-0042', '/backup/26-0042']);
  await run();
  expect(asked[1]?.[1].lastDestination).toBe('/evidence');
});

test('a job for now begins at once', async () => {
  await run(async () => ({ ...FILLED, isForNow: true }));
  await settled();
  expect(queue.state.running?.attempt.request.label).toBe('card');
});

test('values of the person are offered again, values of the case are not', async () => {
  await run(async () => FILLED);
  await run();
  expect(asked[1]?.[0]).toEqual({
    sources: [],
    destinations: [],
    caseData: { examiner: 'A. Example', examinerId: '7' },
    folderTemplate: '{caseNumber}',
    options: {},
  });
  expect(asked[1]?.[1]).toMatchObject({ lastDestination: '/evidence', format: 'DD.MM.YYYY' });
  expect(JSON.stringify([...stored])).not.toMatch(/26-0042|High Street/);
});

test('a form that was left changes nothing', async () => {
  await run();
  expect([queue.state.waiting, stored.size]).toEqual([[], 0]);
});

test('dialogs give paths, and refuse what is not on this machine', async () => {
  editor.openDialog = [
    [new FakeUri('/media/a')],
    [new FakeUri('/x', 'vscode-local')],
    [new FakeUri('/out')],
    undefined,
  ];
  await run(async (_start, _context, { askSources, askDestination }) => {
    expect(await askSources('files')).toEqual(['/media/a']);
    await expect(askSources('folders')).rejects.toThrow('Not on this machine');
    expect(await askDestination(1)).toBe('/out');
    expect(await askSources('files')).toBeUndefined();
    return undefined;
  });
  expect(editor.dialogs.map((dialog) => 'canSelectFolders' in dialog && dialog.canSelectFolders)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
