import { describe, expect, test } from 'vitest';
import { copyArguments } from '../../src/commands/arguments/copyArguments';

/** Like `vscode.Uri`: a class whose `fsPath` is a getter of the prototype. */
class FakeUri {
  constructor(
    readonly path: string,
    readonly scheme = 'file',
  ) {}

  get fsPath(): string {
    return this.path;
  }
}

const a = new FakeUri('/case/a');
const b = new FakeUri('/case/b c');
const editorContext = { groupId: 0, editorIndex: 1 };

describe('what menus hand over', () => {
  test.each([
    ['one file', a, [a], ['/case/a']],
    ['several selected', a, [b, a], ['/case/b c', '/case/a']],
    ['no list beside what was clicked', a, undefined, ['/case/a']],
    ['an empty list', a, [], ['/case/a']],
    ['an editor tab', a, editorContext, ['/case/a']],
    [
      'a URI that went through JSON',
      { $mid: 1, scheme: 'file', path: '/case/a', fsPath: '/case/a' },
      undefined,
      ['/case/a'],
    ],
  ])('%s', (_name, first, second, sources) => {
    expect(copyArguments(first, second)).toEqual({ kind: 'given', sources });
  });

  test.each([
    [undefined, undefined],
    [null, null],
  ])('nothing, from the palette: %s', (first, second) => {
    expect(copyArguments(first, second)).toEqual({ kind: 'none' });
  });

  test('one foreign resource among local ones stops all: nothing is left out silently', () => {
    expect(copyArguments(a, [a, new FakeUri('/x', 'vscode-local')])).toEqual({
      kind: 'notLocal',
      what: 'vscode-local:/x',
    });
    expect(copyArguments(new FakeUri('Untitled-1', 'untitled'), undefined)).toMatchObject({ kind: 'notLocal' });
  });
});

describe('what key bindings and tasks give', () => {
  test('sources, with or without a destination', () => {
    expect(copyArguments({ sources: ['/case/a/'] }, undefined)).toEqual({ kind: 'given', sources: ['/case/a'] });
    expect(copyArguments({ sources: ['/case/a', '/case/x/../b'], destination: '/evidence' }, undefined)).toEqual({
      kind: 'given',
      sources: ['/case/a', '/case/b'],
      destination: '/evidence',
    });
  });

  test.each([
    ['no sources', { sources: [] }],
    ['an empty name', { sources: [''] }],
    ['a name instead of a list', { sources: '/case/a' }],
    ['an unknown key', { sources: ['/case/a'], conflict: 'overwrite' }],
    ['an empty destination', { sources: ['/case/a'], destination: '' }],
    ['a relative source', { sources: ['case/a'] }],
    ['a relative destination', { sources: ['/case/a'], destination: '.' }],
    ['a string', '/case/a'],
    ['a number', 7],
    ['a list', ['/case/a']],
    ['a hostile prototype', JSON.parse('{"__proto__": {"sources": ["/etc"]}}')],
  ])('%s is refused', (_name, value) => {
    const parsed = copyArguments(value, undefined);
    expect(parsed.kind).toBe('invalid');
    expect(parsed).toHaveProperty('why', expect.stringMatching(/./));
  });
});
