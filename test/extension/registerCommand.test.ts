import { beforeEach, describe, expect, test, vi } from 'vitest';
import { COMMANDS, type CommandId } from '../../src/host/contributions';
import { type CommandHandler, registerCommands } from '../../src/host/registerCommand';
import { UserError } from '../../src/host/userError';
import { editor, resetEditor } from './support/fakeEditor';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

let lines: string[];

beforeEach(() => {
  resetEditor();
  lines = [];
});

/** Registers all commands; `handler` is that of the copy command. */
function register(handler: CommandHandler) {
  const handlers = Object.fromEntries(Object.values(COMMANDS).map((id) => [id, handler])) as Record<
    CommandId,
    CommandHandler
  >;
  return registerCommands(handlers, (level, message) => lines.push(`${level} ${message}`));
}

/** Runs the copy command as VS Code would. */
async function run(...args: unknown[]): Promise<unknown> {
  return editor.registered.get(COMMANDS.copyWithVerification)?.(...args);
}

test('every command is registered, gets its arguments and gives its value', async () => {
  register((...args) => args);
  expect([...editor.registered.keys()].sort()).toEqual(Object.values(COMMANDS).sort());
  expect(await run(1, 'b')).toEqual([1, 'b']);
});

test('every command is taken back', () => {
  register(() => undefined).dispose();
  expect(editor.registered.size).toBe(0);
});

describe('whatever a command throws', () => {
  test('a sentence for the person is shown as it is, and logged', async () => {
    register(() => {
      throw new UserError('Choose another folder.');
    });
    expect(await run()).toBeUndefined();
    expect(editor.shown).toEqual(['error Choose another folder.']);
    expect(lines[0]).toBe('error evidenceCopy.copyWithVerification: Choose another folder.');
  });

  test('anything else is logged with its stack, and the person is told that it happened', async () => {
    register(() => Promise.reject(new TypeError('x is not a function')));
    await run();
    expect(lines[0]).toContain('registerCommand.test.ts');
    expect(editor.shown).toEqual(['error Something went wrong that should not. The log says what; please keep it.']);
  });

  test.each(['text', undefined, null, 7])('even %s', async (thrown) => {
    register(() => Promise.reject(thrown));
    await run();
    expect(lines).toHaveLength(1);
    expect(editor.shown).toHaveLength(1);
  });

  test('is in the log before the person is asked, and the log is one click away', async () => {
    editor.answers = ['Show Log'];
    register(() => {
      throw new Error('boom');
    });
    await run();
    await vi.waitUntil(() => editor.executed.length > 0);
    expect(editor.executed).toEqual([[COMMANDS.showLog, undefined]]);
  });

  test('cannot make links of names', async () => {
    register(() => {
      throw new UserError('"[Open](command:quit)" is not there.');
    });
    await run();
    expect(editor.shown).toEqual(['error "[Open] (command:quit)" is not there.']);
  });
});
