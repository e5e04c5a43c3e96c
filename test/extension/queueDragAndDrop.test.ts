import { beforeEach, describe, expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/contributions';
import { QueueDragAndDrop } from '../../src/views/queue/queueDragAndDrop';
import { queueTreeModel } from '../../src/views/queue/queueTreeModel';
import { RowIndex } from '../../src/views/queue/treeRowModel';
import { english } from './support/english';
import { editor, fakeVscode, resetEditor } from './support/fakeEditor';
import { attempt, queueState } from './support/jobs';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

const [a, b] = [attempt('a', 1), attempt('b', 2)];
const index = new RowIndex(queueTreeModel(queueState({ waiting: [a, b] }), english, 'en-GB'));
const controller = new QueueDragAndDrop({
  row: (id) => index.row(id),
  jobIds: (ids) => ids.map((id) => id.split('/')[0] ?? ''),
});

/** What is dragged; only these two functions are used. */
function transfer(data: Record<string, unknown> = {}) {
  const items = new Map(Object.entries(data).map(([type, value]) => [type, new fakeVscode.DataTransferItem(value)]));
  return items as unknown as vscode.DataTransfer & Map<string, unknown>;
}

beforeEach(resetEditor);

describe('a row that is dragged', () => {
  test('goes before the one it is dropped on, or one of its details', async () => {
    for (const target of [a.jobId, `${a.jobId}/sources`]) {
      const data = transfer();
      controller.handleDrag([b.jobId], data);
      await controller.handleDrop(target, data);
    }
    expect(editor.executed.map(([id]) => id)).toEqual([COMMANDS.moveJobs, COMMANDS.moveJobs]);
    expect(editor.arguments).toEqual([
      [[b.jobId], a.jobId],
      [[b.jobId], a.jobId],
    ]);
  });

  test('goes to the end where it is dropped on nothing', async () => {
    const data = transfer();
    controller.handleDrag([a.jobId], data);
    await controller.handleDrop(undefined, data);
    expect(editor.arguments).toEqual([[[a.jobId], null]]);
  });
});

describe('files that are dropped', () => {
  test('are added together, whatever is in their names', async () => {
    const list = '# from a file manager\r\nfile:///case/a%20b%25.txt\r\nfile:///case/b\r\n';
    await controller.handleDrop(undefined, transfer({ 'text/uri-list': list }));
    expect(editor.executed[0]?.[0]).toBe(COMMANDS.addToQueue);
    expect(editor.arguments[0]?.[1]).toMatchObject([
      { scheme: 'file', path: '/case/a b%.txt' },
      { scheme: 'file', path: '/case/b' },
    ]);
  });

  test('from elsewhere are passed on with their scheme: the command refuses all of them', async () => {
    await controller.handleDrop(undefined, transfer({ 'text/uri-list': 'file:///a\nhttps://example.org/b' }));
    expect(editor.arguments[0]?.[1]).toMatchObject([{ scheme: 'file' }, { scheme: 'https' }]);
  });

  test('of which there are none do nothing', async () => {
    await controller.handleDrop(undefined, transfer({ 'text/uri-list': '' }));
    await controller.handleDrop(undefined, transfer());
    expect(editor.executed).toEqual([]);
  });
});
