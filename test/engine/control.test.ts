import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PHASES, type Phase } from '../../src/engine/model/job/phase';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { type Call, hookedFileSystem } from '../support/hookedFileSystem';
import { resumeWhenPaused } from '../support/resumeWhenPaused';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';
import { readTree, treeDifferences } from '../support/treeDifferences';

const MiB = 1024 * 1024;
const BUFFER = 64 * 1024;

function sourceTree(): string {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'small', big: Buffer.alloc(2 * MiB, 'evidence'), c: { d: 'y' } } });
  return root;
}

const isReadOfBig = ({ kind, path }: Call) => kind === 'file.read' && path.endsWith('/source/big');

describe.each<['cancelKeep' | 'cancelRemove', boolean]>([
  ['cancelKeep', true],
  ['cancelKeep', false],
  ['cancelRemove', true],
  ['cancelRemove', false],
])('E9: %s in the middle of a file (useBufferReuse %s)', (control, useBufferReuse) => {
  test('takes effect within one buffer and leaves no final name', async () => {
    const root = sourceTree();
    const shared = new SharedState();
    let readAfter = 0;
    const fs = hookedFileSystem({
      after: (call) => {
        if (shared.control !== 'run' && (call.kind === 'file.read' || call.kind === 'file.write')) {
          if (/source\/big$/.test(call.path)) readAfter++;
        }
        if (isReadOfBig(call) && Number(call.args[2]) === 5 * BUFFER) shared.setControl(control);
      },
    });
    const request = requestFor([join(root, 'source')], join(root, 'out'), { useBufferReuse, bufferSizeKB: 64 });
    const { summary, outcomes } = await runEngine(request, { fs, shared });
    // The buffer that was just read may still be written; nothing more is read.
    expect(readAfter).toBeLessThanOrEqual(1);
    expect(summary).toMatchObject({
      status: 'cancelled',
      failures: [{ code: 'cancelled' }],
      failureCount: 1,
      files: 0,
    });
    expect(outcomes.map(({ outcome, failure }) => [outcome, failure?.code])).toEqual(
      Array(5).fill(['failed', 'cancelled']),
    );
    const names = readdirSync(join(root, 'out'));
    if (control === 'cancelRemove') {
      expect(names).toEqual([]);
      expect(summary.stagingDir).toBeNull();
    } else {
      expect(names).toEqual([summary.stagingDir?.split('/').at(-1)]);
      const staged = readTree(summary.stagingDir ?? '');
      expect(staged.get('payload/source/a')?.bytes.toString()).toBe('small');
      expect(staged.has('payload/source/big')).toBe(false);
      expect(staged.has('custody.jsonl')).toBe(true);
    }
  });
});

test.each(PHASES.slice(0, 4))('E9: cancelled as the phase `%s` begins, no final name appears', async (phase) => {
  const root = sourceTree();
  const shared = new SharedState();
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), {
    shared,
    // The last moment to cancel is the beginning of publishing, which asks before it begins.
    onPhase: (entered) => entered === phase && phase !== 'publishing' && shared.setControl('cancelRemove'),
    ...(phase === 'publishing' && { fs: cancelAfterValidation(shared) }),
  });
  expect(summary).toMatchObject({ status: 'cancelled', stagingDir: null });
  expect(readTree(root).has('out/source')).toBe(false);
  expect(readdirSync(root).includes('out') ? readdirSync(join(root, 'out')) : []).toEqual([]);
});

test.each<Phase>(['publishing', 'recording'])(
  'E9: a cancellation in the phase `%s` comes too late and changes nothing',
  async (phase) => {
    const root = sourceTree();
    const shared = new SharedState();
    const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), {
      shared,
      onPhase: (entered) => entered === phase && shared.setControl('cancelRemove'),
    });
    expect(summary.status).toBe('complete');
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
  },
);

test('E9: cancelled while planning, before anything is known, nothing is left', async () => {
  const root = sourceTree();
  const shared = new SharedState();
  const fs = hookedFileSystem({
    before: ({ kind }) => kind === 'folder.next' && shared.setControl('cancelKeep'),
  });
  const { summary, outcomes } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs, shared });
  expect(summary).toMatchObject({ status: 'cancelled', items: { planned: 0 } });
  expect(outcomes).toEqual([]);
  expect(readTree(root).has('out/source')).toBe(false);
});

test('E9: a paused job reads and writes nothing until it is resumed, and then completes', async () => {
  const root = sourceTree();
  const shared = new SharedState();
  const resumer = resumeWhenPaused(shared);
  let paused = false;
  let callsWhilePaused = 0;
  const fs = hookedFileSystem({
    before: (call) => {
      // The write of the buffer at hand still belongs to it.
      if (shared.control === 'pause' && call.kind === 'file.read') callsWhilePaused++;
    },
    after: (call) => {
      if (paused || !isReadOfBig(call) || Number(call.args[2]) !== 5 * BUFFER) return;
      paused = true;
      shared.setControl('pause');
    },
  });
  const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 64 });
  const { summary } = await runEngine(request, { fs, shared });
  await resumer.ended;
  expect(paused).toBe(true);
  expect(callsWhilePaused).toBe(0);
  expect(summary.status).toBe('complete');
  expect(readFileSync(join(root, 'out/source/big')).equals(Buffer.alloc(2 * MiB, 'evidence'))).toBe(true);
});

test('E9: a job that is cancelled stays cancelled, whatever is asked afterwards', () => {
  const shared = new SharedState();
  shared.setControl('cancelKeep');
  for (const control of ['run', 'pause', 'cancelRemove'] as const) shared.setControl(control);
  expect(shared.control).toBe('cancelKeep');
});

/** Cancels when the validator has looked at the last item: after its checkpoint, before publishing. */
function cancelAfterValidation(shared: SharedState) {
  return hookedFileSystem({
    after: ({ kind, path }) => {
      if (kind === 'folder.find' && path.endsWith('payload/source/c/d')) shared.setControl('cancelRemove');
    },
  });
}
