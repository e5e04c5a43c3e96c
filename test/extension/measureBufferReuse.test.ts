import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { Comparer } from '../../src/client/comparison/comparer';
import type { Measurement } from '../../src/client/comparison/measurement';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import { saveMeasurement } from '../../src/commands/save/saveMeasurement';
import { measureBufferReuse } from '../../src/commands/trial/measureBufferReuse';
import { DEFAULT_OPTIONS } from '../../src/engine/model/job/job';
import { LastDestination } from '../../src/host/lastDestination';
import type { CommandHandler } from '../../src/host/registerCommand';
import { stepText } from '../../src/views/measurement/measurementModel';
import { scratchFolder } from '../support/scratch';
import { english } from './support/english';
import { editor, FakeUri, resetEditor } from './support/fakeEditor';
import { FakeEngine, settled } from './support/fakeEngine';
import { attempt } from './support/jobs';
import { newQueue } from './support/memoryStorage';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

/** Ends every job it is given by itself, but the one with the number `waitAt`. */
class QuickEngine extends FakeEngine {
  waitAt = -1;

  override start(...args: Parameters<FakeEngine['start']>) {
    const running = super.start(...args);
    const index = this.jobs.length - 1;
    if (index !== this.waitAt) void this.job(index).end();
    return running;
  }

  async dispose(): Promise<void> {}
}

let destination: string;
let measuring: QuickEngine;
let queueEngine: FakeEngine;
let queue: CopyQueue;
let shown: Measurement[];
let command: CommandHandler;

beforeEach(() => {
  resetEditor();
  destination = scratchFolder();
  measuring = new QuickEngine();
  queueEngine = new FakeEngine();
  queue = newQueue(queueEngine);
  shown = [];
  command = measureBufferReuse({
    queue,
    comparer: new Comparer(() => measuring),
    lastDestination: lastDestination(),
    readSettings: () => ({ ...DEFAULT_OPTIONS, hashAlgorithms: ['sha512'], bufferSizeKB: 64 }),
    stepText: (step) => stepText(step, english),
    showMeasurement: (measurement) => void shown.push(measurement),
  });
});

const lastDestination = () => new LastDestination({ keys: () => [], get: () => undefined, update: async () => {} });
const given = () => ({ sources: ['/case/video.mp4'], destination });

test('U7: from the palette it asks what, and for a folder that copies may be made in and removed from', async () => {
  editor.quickPick = [0];
  editor.openDialog = [[new FakeUri('/case/video.mp4')], [FakeUri.file(destination)]];
  expect(await command()).toBe(shown[0]?.comparison);
  expect(editor.dialogs.map(({ title }) => title)).toEqual([
    'Files to Copy',
    'Folder for Copies that Are Removed Again',
  ]);
  expect(shown[0]?.request.sources).toEqual(['/case/video.mp4']);
});

test('U7: measures with the settings of the person that bear on speed, and tells each copy', async () => {
  await command(given());
  const requests = measuring.jobs.map(({ attempt: { request } }) => request);
  expect(new Set(requests.map(({ hashAlgorithms, bufferSizeKB }) => `${hashAlgorithms} ${bufferSizeKB}`))).toEqual(
    new Set(['sha512 64']),
  );
  expect(
    requests.every(({ destinations }) => destinations[0]?.startsWith(join(destination, 'evidence-copy-compare-'))),
  ).toBe(true);
  expect(editor.shown.slice(0, 2)).toEqual([
    'progress Measuring buffer reuse: first copy, not measured',
    'progress Measuring buffer reuse: Three passes, copy 1 of 6',
  ]);
  expect(shown[0]?.wasDisturbed).toBe(false);
});

test('U7: Cancel stops the copy, removes its staging folder, and shows nothing', async () => {
  measuring.waitAt = 3;
  const result = command(given());
  await vi.waitUntil(() => measuring.jobs.length === 4);
  editor.cancelProgress();
  expect(measuring.job(3).calls).toEqual(['abandon', 'cancel remove']);
  await measuring.job(3).end({ status: 'cancelled', failures: [{ code: 'cancelled' }] });
  expect([await result, shown]).toEqual([undefined, []]);
});

test('U7: a copy that fails is told with its reason', async () => {
  measuring.waitAt = 0;
  const told = expect(command(given())).rejects.toThrow(/came to no result\. .*The destination is full/);
  await vi.waitUntil(() => measuring.jobs.length === 1);
  await measuring.job(0).end({ status: 'failed', failures: [{ code: 'noSpace' }] });
  await told;
});

test('U7: is refused while a copy of the queue runs; one that begins meanwhile is told', async () => {
  void queue.add(attempt('a', 1));
  await settled();
  await expect(command(given())).rejects.toThrow('A job is running');
  await queueEngine.job(0).end();
  measuring.waitAt = 2;
  const result = command(given());
  await vi.waitUntil(() => measuring.jobs.length === 3);
  await expect(command(given())).rejects.toThrow('A measurement is being made');
  void queue.add(attempt('b', 2));
  await settled();
  await measuring.job(2).end();
  await result;
  expect(shown[0]?.wasDisturbed).toBe(true);
});

test('U7: the page in front is saved as it is', async () => {
  const path = join(destination, 'report.html');
  editor.saveDialog = [FakeUri.file(path)];
  await saveMeasurement({
    lastDestination: lastDestination(),
    measurementInFront: () => ({ name: 'a/b', page: '<p>page</p>' }),
  })();
  expect(readFileSync(path, 'utf8')).toBe('<p>page</p>');
  const none = saveMeasurement({ lastDestination: lastDestination(), measurementInFront: () => undefined });
  await expect(none()).rejects.toThrow('No measurement is in front');
});
