import { beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { createApi } from '../../src/api/createApi';
import type {
  EvidenceCopyApi,
  EvidenceCopyCaseData,
  EvidenceCopyJob,
  FinishedJob,
} from '../../src/api/evidenceCopyApi';
import type { JobFile } from '../../src/client/jobFile/jobFileSchema';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import type { CaseData } from '../../src/engine/model/case/caseData';
import { DEFAULT_OPTIONS } from '../../src/engine/model/job/job';
import { importsOf, readText } from '../support/sources';
import { editor, resetEditor } from './support/fakeEditor';
import { FakeEngine, settled } from './support/fakeEngine';
import { attempt } from './support/jobs';
import { MemoryStorage, newQueue, OTHER_WINDOW } from './support/memoryStorage';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

const JOB = { sources: ['/case/card1'], destinations: ['/evidence'] };

let engine: FakeEngine;
let storage: MemoryStorage;
let queue: CopyQueue;
let api: EvidenceCopyApi;

beforeEach(() => {
  resetEditor();
  engine = new FakeEngine();
  storage = new MemoryStorage();
  queue = newQueue(engine, { storage });
  ({ api } = createApi(queue));
});

/** A job that leaves nothing out. */
type Said<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };

/** Calls it as code without types may. */
const enqueueAnything = (...args: unknown[]): Promise<unknown> => Reflect.apply(api.enqueue, undefined, args);

describe('enqueue', () => {
  test('adds a job that waits for the start of the queue, with the built-in defaults', async () => {
    const { jobId } = await api.enqueue({ ...JOB, caseData: { caseNumber: '42' } });
    expect(queue.state.waiting.map(({ attempt: added }) => added)).toEqual([
      {
        jobId,
        attempt: 1,
        request: { ...DEFAULT_OPTIONS, ...JOB, label: 'card1', caseData: { caseNumber: '42' } },
      },
    ]);
    expect(engine.jobs).toEqual([]);
  });

  test('begins at once where that is asked for', async () => {
    const { jobId } = await api.enqueue(JOB, 'atOnce');
    await settled();
    expect(engine.job(0).attempt.jobId).toBe(jobId);
  });

  const circular: Record<string, unknown> = { ...JOB };
  circular['self'] = circular;
  test.each<[string, unknown[], RegExp]>([
    ['nothing', [], /expected an object with sources and destinations/],
    ['an unknown key', [{ ...JOB, colour: 'red' }], /colour/],
    ['a relative source', [{ ...JOB, sources: ['case'] }], /"case" is not an absolute path/],
    ['a relative destination', [{ ...JOB, destinations: ['./out'] }], /"\.\/out" is not an absolute path/],
    ['a key that means something to JavaScript', [JSON.parse('{"__proto__":{"sources":["/x"]}}')], /__proto__/],
    ['an object without end', [circular], /circular/i],
    ['another start', [JOB, 'soon'], /"atOnce" or "withQueue"/],
  ])('refuses %s', async (_, args, reason) => {
    const refused = enqueueAnything(...args);
    await expect(refused).rejects.toThrow(/^This job cannot be queued: /);
    await expect(refused).rejects.toThrow(reason);
    expect(queue.state.waiting).toEqual([]);
  });

  test('uses nothing of the object it was given but what it says as JSON', async () => {
    let reads = 0;
    const sly = {
      ...JOB,
      get sources() {
        return reads++ === 0 ? ['/case/card1'] : ['/etc'];
      },
    };
    await enqueueAnything(sly);
    expect(queue.state.waiting[0]?.attempt.request.sources).toEqual(['/case/card1']);
  });

  test('is refused in Restricted Mode, and while another window has the queue', async () => {
    editor.trusted = false;
    await expect(api.enqueue(JOB)).rejects.toThrow('In Restricted Mode');
    editor.trusted = true;
    storage.owner = OTHER_WINDOW;
    await expect(api.enqueue(JOB)).rejects.toThrow('Another window runs the queue');
  });
});

describe('onDidFinishJob', () => {
  test('tells of every job, whoever has added it, and of nothing after the end of the extension', async () => {
    const heard: FinishedJob[] = [];
    const exported = createApi(queue);
    exported.api.onDidFinishJob((finished) => heard.push(finished));
    void queue.add(attempt('a', 1));
    await settled();
    await engine.job(0).end({ status: 'incomplete', failureCount: 3 });
    expect(heard).toMatchObject([{ label: 'a', status: 'incomplete', failureCount: 3, grade: 'readBack' }]);
    exported.dispose();
    void queue.add(attempt('b', 2));
    await settled();
    await engine.job(1).end();
    expect(heard).toHaveLength(1);
  });
});

describe('the declaration', () => {
  // It knows every key of a job file, and no other: `tsc` says so, without running anything.
  expectTypeOf<keyof EvidenceCopyJob>().toEqualTypeOf<keyof JobFile>();
  expectTypeOf<Said<Omit<JobFile, 'caseData'>>>().toExtend<Said<Omit<EvidenceCopyJob, 'caseData'>>>();
  expectTypeOf<keyof EvidenceCopyCaseData>().toEqualTypeOf<keyof CaseData>();

  test('can be copied: it needs nothing but the types of VS Code', () => {
    const path = 'src/api/evidenceCopyApi.ts';
    const text = readText(path);
    expect(importsOf({ path, text }).map(({ of }) => of)).toEqual(['vscode']);
    expect(text).toContain("import type { Event } from 'vscode';");
  });

  test('is explained in docs/api.md', () => {
    const page = readText('docs/api.md');
    for (const name of ['apiVersion', 'enqueue', 'onDidFinishJob', 'src/api/evidenceCopyApi.ts']) {
      expect(page).toContain(name);
    }
  });
});
