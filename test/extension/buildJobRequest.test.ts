import { expect, test } from 'vitest';
import { buildJobRequest } from '../../src/commands/add/buildJobRequest';
import { DEFAULT_OPTIONS } from '../../src/engine/model/job/job';
import type { Settings } from '../../src/host/settingsSchema';

const settings: Settings = {
  verification: 'readBack',
  requireGrade: true,
  retryMismatch: false,
  hashAlgorithms: ['sha512', 'md5'],
  layout: 'bag',
  zip: 'store',
  conflict: 'rename',
  onItemError: 'stop',
  useBufferReuse: false,
  bufferSizeKB: 64,
  lanes: '1',
};

test('a request holds everything that was chosen, and the defaults of everything else', () => {
  expect(buildJobRequest({ sources: ['/media/card1', '/media/b'], destination: '/evidence' }, settings)).toEqual({
    ...DEFAULT_OPTIONS,
    ...settings,
    label: 'card1',
    sources: ['/media/card1', '/media/b'],
    destinations: ['/evidence'],
  });
});

test('what was selected twice is copied once', () => {
  const { sources } = buildJobRequest({ sources: ['/a', '/b', '/a'], destination: '/evidence' }, settings);
  expect(sources).toEqual(['/a', '/b']);
});

test('a source without a name is its own label', () => {
  expect(buildJobRequest({ sources: ['/'], destination: '/evidence' }, settings).label).toBe('/');
});

test('names are kept as they are', () => {
  const odd = '/media/a\nb \udcff';
  const request = buildJobRequest({ sources: [odd], destination: '/evidence' }, settings);
  expect(request).toMatchObject({ label: 'a\nb \udcff', sources: [odd] });
});
