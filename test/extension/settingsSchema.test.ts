import { describe, expect, test } from 'vitest';
import { DEFAULT_OPTIONS } from '../../src/engine/model/job/job';
import { SETTINGS } from '../../src/host/contributions';
import { parseSettings, settingsLine } from '../../src/host/settingsSchema';
import { UNSET } from './support/unsetSettings';

test('what is not set has the same default as on the command line', () => {
  const { settings, remarks } = parseSettings(UNSET);
  expect(remarks).toEqual([]);
  for (const name of SETTINGS) expect(settings[name], name).toEqual(DEFAULT_OPTIONS[name]);
});

test('what is set is taken, and the snapshot cannot be changed afterwards', () => {
  const raw = {
    verification: 'stream',
    requireGrade: true,
    retryMismatch: false,
    hashAlgorithms: ['sha512', 'md5'],
    layout: 'bag',
    zip: 'deflate',
    conflict: 'overwrite',
    onItemError: 'stop',
    useBufferReuse: false,
    bufferSizeKB: 64,
    lanes: '2',
  };
  const { settings, remarks } = parseSettings(raw);
  expect(settings).toEqual(raw);
  expect(remarks).toEqual([]);
  expect(Object.isFrozen(settings)).toBe(true);
});

describe('the buffer size', () => {
  test.each([
    [1, 8],
    [8, 8],
    [10_240, 10_240],
    [99_999, 10_240],
    [-5, 8],
    [64.7, 64],
  ])('%s KiB becomes %s KiB', (wanted, got) => {
    const { settings, remarks } = parseSettings({ ...UNSET, bufferSizeKB: wanted });
    expect(settings.bufferSizeKB).toBe(got);
    expect(remarks).toHaveLength(wanted === got ? 0 : 1);
  });

  test.each(['1024', null, Number.NaN, Number.POSITIVE_INFINITY, {}])('%s becomes the default', (wanted) => {
    const { settings, remarks } = parseSettings({ ...UNSET, bufferSizeKB: wanted });
    expect(settings.bufferSizeKB).toBe(1024);
    expect(remarks[0]).toContain('evidenceCopy.bufferSizeKB');
  });
});

test.each([[[]], [['md5', 'blake3']], [['sha256', 'sha256']], [['sha256', 'crc32']], ['sha256']])(
  'digests %j become the default',
  (wanted) => {
    const { settings, remarks } = parseSettings({ ...UNSET, hashAlgorithms: wanted });
    expect(settings.hashAlgorithms).toEqual(['sha256']);
    expect(remarks[0]).toContain('evidenceCopy.hashAlgorithms');
  },
);

describe('a value without meaning takes its default, and the log says so', () => {
  test.each([
    ['verification', 'none', 'device'],
    ['requireGrade', 'yes', false],
    ['conflict', 'replace', 'fail'],
    ['onItemError', '__proto__', 'continue'],
    ['useBufferReuse', 0, true],
    ['lanes', 2, 'auto'],
  ] as const)('%s: %s', (name, value, fallback) => {
    const { settings, remarks } = parseSettings({ ...UNSET, [name]: value });
    expect(settings[name]).toBe(fallback);
    expect(remarks).toEqual([`Setting evidenceCopy.${name} cannot be ${value}; ${fallback} is used.`]);
  });

  test('on one line', () => {
    const { remarks } = parseSettings({ ...UNSET, conflict: 'a\n[info] fine' });
    expect(remarks[0]).not.toContain('\n');
  });
});

test('settings are told in one line', () => {
  expect(settingsLine(parseSettings(UNSET).settings)).toBe(
    'verification=device, requireGrade=false, retryMismatch=true, hashAlgorithms=["sha256"], layout=plain, zip=none, conflict=fail, onItemError=continue, useBufferReuse=true, bufferSizeKB=1024, lanes=auto',
  );
});
