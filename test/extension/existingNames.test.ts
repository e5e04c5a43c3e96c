import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { existingNames } from '../../src/host/existingNames';
import { existingNamesModel } from '../../src/views/dialogs/existingNamesModel';
import { english } from './support/english';

describe('looking for existing names', () => {
  let destination: string;

  beforeEach(async () => {
    destination = await mkdtemp(join(tmpdir(), 'existing-'));
  });

  afterEach(async () => {
    vi.useRealTimers();
    await rm(destination, { recursive: true });
  });

  test('finds files and links, also those that lead nowhere', async () => {
    await writeFile(join(destination, 'b'), '');
    await symlink('/nowhere', join(destination, 'd'));
    expect(await existingNames(['/s/a', '/s/b', '/t/c', '/t/d'], destination)).toEqual(['b', 'd']);
  });

  test('finds nothing at a destination that does not exist yet, and for a source without a name', async () => {
    expect(await existingNames(['/s/a', '/'], join(destination, 'new'))).toEqual([]);
  });

  test('gives up on a destination that does not answer, and says what it knows', async () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    const result = existingNames(['/s/a', '/s/b', '/s/c'], '/d', (path) => {
      asked.push(path);
      return path === '/d/a' ? Promise.resolve(true) : new Promise(() => {});
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await result).toEqual(['a']);
    expect(asked).toEqual(['/d/a', '/d/b']);
  });
});

describe('the question', () => {
  test('about one name', () => {
    const { message, detail } = existingNamesModel(['card1'], 3, '/evidence', english);
    expect(message).toBe('"card1" is already in "/evidence". Nothing has been written yet.');
    expect(detail).toMatch(/^Skip Identical: .*\n\nKeep Both: /);
  });

  test('about many names lists the first', () => {
    const names = Array.from({ length: 12 }, (_, index) => `clip ${index}`);
    const { message, detail } = existingNamesModel(names, 20, '/evidence', english);
    expect(message).toBe('12 of 20 names are already in "/evidence". Nothing has been written yet.');
    expect(detail.split('\n').slice(0, 12)).toEqual([
      ...names.slice(0, 10).map((name) => `• ${name}`),
      '… and 2 more',
      '',
    ]);
  });

  test('keeps every name on its line', () => {
    const { detail } = existingNamesModel(['a\nKeep Both: safe', 'b'], 2, '/evidence', english);
    expect(detail.split('\n')[0]).toBe('• a\\x0AKeep Both: safe');
  });
});
