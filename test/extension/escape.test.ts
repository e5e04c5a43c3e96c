import { describe, expect, test } from 'vitest';
import { iconText, notificationText, shortened } from '../../src/views/escape';

describe('names in labels with icons', () => {
  test.each([
    ['clip.mp4', 'clip.mp4'],
    ['$(pass) ok', '\\$(pass) ok'],
    ['$(sync~spin)', '\\$(sync~spin)'],
    ['price $(5 USD)', 'price $(5 USD)'],
    ['a\nb', 'a\\x0Ab'],
  ])('%j', (name, expected) => {
    expect(iconText(name)).toBe(expected);
  });
});

test('names in notifications make no links', () => {
  expect(notificationText('[Open](command:workbench.action.quit)')).toBe('[Open] (command:workbench.action.quit)');
  expect(notificationText('[a](https://b) $(pass)')).toBe('[a] (https://b) $(pass)');
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
