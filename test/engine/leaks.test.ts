import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { memoryScratch } from '../support/memoryScratch';
import { type RunOptions, requestFor, runEngine } from '../support/runEngine';
import { link, makeTree } from '../support/tree';
import { readTree } from '../support/treeDifferences';

const hasDescriptors = existsSync('/proc/self/fd');
const openDescriptors = () => readdirSync('/proc/self/fd').length;

function sourceTree(): string {
  const root = memoryScratch();
  makeTree(root, { source: { a: 'x', big: Buffer.alloc(3_000_000), d: { e: { f: 'y' }, l: link('x') } } });
  return root;
}

const ENDINGS: Readonly<Record<string, (root: string) => { choices?: Partial<JobRequest>; options?: RunOptions }>> = {
  complete: () => ({}),
  'complete in three passes': () => ({ choices: { useBufferReuse: false } }),
  'refused as it exists': (root) => {
    makeTree(root, { out: { source: {} } });
    return {};
  },
  'refused for want of room': () => ({
    options: {
      fs: hookedFileSystem({
        answer: ({ kind }, result) => (kind === 'folder.facts' ? { ...Object(result), availableBytes: 1 } : result),
      }),
    },
  }),
  'incomplete after a read error': () => ({
    options: {
      fs: hookedFileSystem(failing('EIO', ({ kind, path }) => kind === 'file.read' && path.endsWith('source/d/e/f'))),
    },
  }),
  'stopped by a full disk': () => ({
    options: {
      fs: hookedFileSystem(failing('ENOSPC', ({ kind, path }) => kind === 'file.write' && path.endsWith('d/e/f'))),
    },
  }),
  'stopped while it publishes': () => ({
    options: {
      fs: hookedFileSystem(failing('EIO', ({ kind, path }) => kind === 'folder.setTimes' && path.endsWith('d/e'))),
    },
  }),
  cancelled: () => {
    const shared = new SharedState();
    return { options: { shared, onPhase: (phase) => phase === 'validating' && shared.setControl('cancelKeep') } };
  },
  'failed as something lies beside the copies': (root) => ({
    options: { onPhase: (phase) => phase === 'validating' && addToPayload(root, '.') },
  }),
  'incomplete after staging was changed': (root) => ({
    options: { onPhase: (phase) => phase === 'validating' && addToPayload(root, 'source/d') },
  }),
};

function addToPayload(root: string, folder: string): void {
  const staged = readdirSync(join(root, 'out')).find((name) => name.startsWith('INCOMPLETE-')) ?? '';
  makeTree(join(root, 'out', staged, 'payload', folder), { extra: 'x' });
}

test.skipIf(!hasDescriptors).each(Object.entries(ENDINGS))(
  'B8: a job that ends %s leaves no descriptor open',
  async (_, ending) => {
    const root = sourceTree();
    const { choices, options } = ending(root);
    // The first job of a process may open what stays open for all.
    await runEngine(requestFor([join(root, 'source')], join(root, 'warm-up')));
    const before = openDescriptors();
    await runEngine(requestFor([join(root, 'source')], join(root, 'out'), choices), options);
    expect(openDescriptors()).toBe(before);
  },
);

test.skipIf(!existsSync('/proc/self/fd'))(
  'E8: a tree whose paths are longer than any path may be is copied whole',
  async () => {
    const root = memoryScratch();
    onTestFinished(() => void spawnSync('rm', ['-rf', '--', join(root, 'source'), join(root, 'out')]));
    const levels = 40;
    mkdirSync(join(root, 'source'));
    // 40 names of 200 bytes: about 8000 bytes, where a path ends at 4096.
    let fd = openSync(join(root, 'source'), 'r');
    for (let level = 0; level < levels; level++) {
      const name = `/proc/self/fd/${fd}/${String(level).padStart(200, 'n')}`;
      mkdirSync(name);
      const next = openSync(name, 'r');
      closeSync(fd);
      fd = next;
    }
    makeTree(`/proc/self/fd/${fd}`, { deepest: 'down here' });
    closeSync(fd);
    const { summary, outcomes } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')));
    expect(summary).toMatchObject({ status: 'complete', items: { planned: levels + 2, copied: levels + 2 } });
    expect(outcomes.at(-1)?.path.length).toBeGreaterThan(8000);
    const count = spawnSync('find', [join(root, 'out', 'source'), '-name', 'deepest', '-printf', '%s %d\n'], {
      encoding: 'utf8',
    });
    expect(count.stdout).toBe(`9 ${levels + 1}\n`);
    const manifest = [...readTree(summary.recordsDir ?? '')]
      .find(([path]) => path.endsWith('.txt'))?.[1]
      .bytes.toString();
    expect(manifest?.length).toBeGreaterThan(8000);
  },
);
