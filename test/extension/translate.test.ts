import { expect, test, vi } from 'vitest';
import { inEnglish } from '../../src/engine/model/text/translate';
import { formatBytes, formatDuration, formatRate, formatTime } from '../../src/engine/model/text/units';
import { translate } from '../../src/host/translate';
import { sourcesIn } from '../support/sources';

vi.mock('vscode', async () => {
  const { fakeVscode } = await import('./support/fakeEditor');
  return { ...fakeVscode, env: { ...fakeVscode.env, language: 'de' } };
});

test('numbers are written as the person writes them', () => {
  expect(translate('{0} of {1} items', 12_345, '12345')).toBe('12.345 of 12345 items');
  expect(formatBytes(1_600_000, translate)).toBe('1,5 MiB');
  expect(formatBytes(512, translate)).toBe('512 bytes');
  expect(formatRate(1_234_000_000, translate)).toBe('1.234 MB/s');
  expect(formatDuration(400, translate)).toBe('0,4 s');
  expect(formatTime(1240, translate)).toBe('1,24 s');
});

test('in records, on the command line and in the log they are the same everywhere', () => {
  expect(inEnglish('{0} of {1} items', 12_345, '12345')).toBe('12345 of 12345 items');
  expect([formatBytes(1_600_000), formatRate(1_234_000_000)]).toEqual(['1.5 MiB', '1234 MB/s']);
});

test('no view writes a number in another way; logs are in English', () => {
  const shown = [...sourcesIn('src/views'), ...sourcesIn('src/commands')].filter(
    ({ path }) => !/(?:jobLogModel|auditLogModel)\.ts$/.test(path),
  );
  expect(shown.length).toBeGreaterThan(50);
  for (const { path, text } of shown) {
    const calls = [...text.matchAll(/\bformat(?:Bytes|Rate|Duration|Time)\((?:[^()]|\([^()]*\))*\)/g)].map(
      ([call]) => call,
    );
    expect(calls.filter((call) => !/, (?:t|translate)\)$/.test(call), path)).toEqual([]);
    expect(text, path).not.toMatch(/\.toFixed\(|toLocaleString\('/);
  }
});
