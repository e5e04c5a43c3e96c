import { describe, expect, test } from 'vitest';
import { withoutLinks } from '../../src/host/plainText';
import { shortened, withoutIcons } from '../../src/views/text/escape';

describe('text where icons are drawn', () => {
  test.each([
    ['clip.mp4', 'clip.mp4'],
    ['$(pass) ok', '\\$(pass) ok'],
    ['$(sync~spin)', '\\$(sync~spin)'],
    ['price $(5 USD)', 'price $(5 USD)'],
  ])('%j', (name, expected) => {
    expect(withoutIcons(name)).toBe(expected);
  });
});

test('text of notifications makes no links', () => {
  expect(withoutLinks('"[Open](command:quit)", [a](https://b)')).toBe('"[Open] (command:quit)", [a] (https://b)');
});

describe('long names', () => {
  test('keep beginning and end', () => {
    expect(shortened('abcdefghijklmnopqrstuvwxyz.mp4', 12)).toBe('abcdefg….mp4');
    expect(shortened('short.mp4', 12)).toBe('short.mp4');
  });

  test('are not cut within a character', () => {
    expect(shortened('😀'.repeat(30), 10)).toBe(`${'😀'.repeat(6)}…${'😀'.repeat(3)}`);
  });
});
