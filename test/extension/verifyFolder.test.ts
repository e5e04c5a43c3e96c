import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { AuditAbandonedError, AuditRefusedError } from '../../src/client/audit/audit';
import { verifyFolder } from '../../src/commands/verify/verifyFolder';
import type { AuditSummary } from '../../src/engine/model/audit/audit';
import { UserError } from '../../src/host/userError';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';
import { fakeAudits } from './support/audits';
import { editor, FakeUri, resetEditor } from './support/fakeEditor';
import { settled } from './support/fakeEngine';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

beforeEach(resetEditor);

/** Calls the command, and gives the audits that it starts. */
function calling(...args: unknown[]) {
  const { audits, started } = fakeAudits();
  const result = Promise.resolve(verifyFolder({ audits })(...args)) as Promise<readonly AuditSummary[]>;
  return { started, result, audits };
}

/** As {@link calling}, with the first audit started. */
async function startedFor(request: { readonly folder: string }) {
  const called = calling(request);
  await settled();
  const [audit] = called.started;
  if (audit === undefined) throw new Error('no audit was started');
  return { ...called, audit };
}

/** The request of the only audit that a call starts. */
async function requestOf(...args: unknown[]) {
  const { started, result } = calling(...args);
  await vi.waitFor(() => expect(started).toHaveLength(1));
  await started[0]?.end();
  expect(await result).toHaveLength(1);
  return started[0]?.request;
}

describe('what is verified', () => {
  test('a folder that was right-clicked', async () => {
    const folder = scratchFolder();
    expect(await requestOf(new FakeUri(folder), [new FakeUri(folder)])).toEqual({ folder });
  });

  test('a manifest: its own folder against it', async () => {
    const folder = scratchFolder();
    makeTree(folder, { 'list.md5': 'x' });
    const manifest = join(folder, 'list.md5');
    expect(await requestOf(new FakeUri(manifest))).toEqual({ folder, manifest });
  });

  test('a manifest of a bag, or its declaration: the bag', async () => {
    const folder = scratchFolder();
    makeTree(folder, { 'bagit.txt': 'x', 'manifest-sha256.txt': 'x' });
    for (const name of ['bagit.txt', 'manifest-sha256.txt']) {
      expect(await requestOf(new FakeUri(join(folder, name)))).toEqual({ folder });
    }
  });

  test('a list among our records: the folder that they are about, against all of them', async () => {
    const folder = scratchFolder();
    const records = join(folder, 'evidence-records', '2026-11-10 case 1a2b3c4d');
    mkdirSync(records, { recursive: true });
    writeFileSync(join(records, 'manifest-sha256.txt'), 'x');
    expect(await requestOf(new FakeUri(join(records, 'manifest-sha256.txt')))).toEqual({ folder });
  });

  test('what a key binding or a task names, in Restricted Mode as well', async () => {
    editor.trusted = false;
    expect(await requestOf({ folder: '/a/../b', manifest: '/list' })).toEqual({ folder: '/b', manifest: '/list' });
    expect(await requestOf({ folder: '/b', recordsDir: '/records/.' })).toEqual({
      folder: '/b',
      recordsDir: '/records',
    });
  });

  test('what the person picks; nothing if they cancel', async () => {
    const folder = scratchFolder();
    editor.openDialog = [[new FakeUri(folder)], undefined];
    expect(await requestOf()).toEqual({ folder });
    const { started, result } = calling();
    expect(await result).toEqual([]);
    expect(started).toEqual([]);
  });

  test('all that is selected, one after another, until one is cancelled', async () => {
    const folders = [scratchFolder(), scratchFolder(), scratchFolder()].map((path) => new FakeUri(path));
    const { started, result } = calling(folders[1], folders);
    await vi.waitFor(() => expect(started).toHaveLength(1));
    await started[0]?.end({ status: 'failed' });
    expect(started).toHaveLength(2);
    await started[1]?.end({ status: 'cancelled' });
    expect((await result).map(({ status }) => status)).toEqual(['failed', 'cancelled']);
    expect(started).toHaveLength(2);
  });
});

describe('several lists in a folder', () => {
  const refusal = new AuditRefusedError('There are several.', ['a.md5', 'b\n.md5']);

  test('let the person choose', async () => {
    const { audit, started, result } = await startedFor({ folder: '/evidence' });
    editor.quickPick = [1];
    await audit.fail(refusal);
    expect(started[1]?.request).toEqual({ folder: '/evidence', manifest: '/evidence/b\n.md5' });
    await started[1]?.end();
    expect(await result).toHaveLength(1);
  });

  test('end nothing badly where none is chosen', async () => {
    const { audit, result } = await startedFor({ folder: '/evidence' });
    await audit.fail(refusal);
    expect(await result).toEqual([]);
  });
});

describe('no list in a folder that a person picked', () => {
  const refusal = new AuditRefusedError('There is nothing here.', []);

  test('lets the person choose one, whatever it is called and wherever it lies', async () => {
    const { started, result } = calling(new FakeUri(scratchFolder()));
    await vi.waitFor(() => expect(started).toHaveLength(1));
    editor.answers = ['Choose a List…'];
    editor.openDialog = [[new FakeUri('/case/digests of the lab.txt')]];
    await started[0]?.fail(refusal);
    await vi.waitFor(() => expect(started).toHaveLength(2));
    expect(editor.shown).toContain('error There is nothing here.');
    expect(started[1]?.request.manifest).toBe('/case/digests of the lab.txt');
    await started[1]?.end();
    expect(await result).toHaveLength(1);
  });

  test('ends nothing badly where none is chosen', async () => {
    const { started, result } = calling(new FakeUri(scratchFolder()));
    await vi.waitFor(() => expect(started).toHaveLength(1));
    await started[0]?.fail(refusal);
    expect(await result).toEqual([]);
  });
});

describe('what cannot be verified is told as a sentence', () => {
  test.each([
    [{ folder: 'relative' }, /with absolute paths\.$/],
    [{ folder: '/a', records: '/b' }, /cannot be used/],
    [7, /cannot be used/],
    [new FakeUri('/x', 'ftp'), /Not on this machine: ftp:\/x$/],
  ])('%j', async (argument, message) => {
    const { started, result } = calling(argument);
    await expect(result).rejects.toThrow(message);
    await expect(result).rejects.toThrow(UserError);
    expect(started).toEqual([]);
  });

  test.each([
    [new AuditRefusedError('There is nothing here.', []), /^There is nothing here\.$/],
    [new AuditRefusedError('This is no list.', null), /^This is no list\.$/],
    [new AuditAbandonedError('hangs'), /a device does not answer/],
  ])('%s', async (error, message) => {
    const { audit, result } = await startedFor({ folder: '/evidence' });
    const told = expect(result).rejects.toThrow(message);
    await audit.fail(error);
    await told;
    await expect(result).rejects.toThrow(UserError);
  });

  test('a second one while the first is still running', async () => {
    const { audits, started } = fakeAudits();
    const first = verifyFolder({ audits })({ folder: '/a' });
    await settled();
    await expect(verifyFolder({ audits })({ folder: '/b' })).rejects.toThrow(/Another folder is being verified/);
    await started[0]?.end();
    expect(await first).toHaveLength(1);
  });

  test('what nobody expected stays what it is', async () => {
    const { audit, result } = await startedFor({ folder: '/evidence' });
    const told = expect(result).rejects.toThrow(TypeError);
    await audit.fail(new TypeError('bug'));
    await told;
  });
});
