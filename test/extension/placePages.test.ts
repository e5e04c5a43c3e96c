import { expect, test } from 'vitest';
import { MOST_DESTINATIONS } from '../../src/engine/model/job/job';
import type { EvidenceJobDraft } from '../../src/views/evidenceJob/draftModel';
import { evidenceJobForm } from '../../src/views/evidenceJob/evidenceJobModel';
import { context, EMPTY, FILLED, rows, text } from './support/evidenceJobForm';

test('without a source the form does not go on', () => {
  expect(rows('sources', EMPTY).map(({ id }) => id)).toEqual(['files', 'folders']);
});

test('a source that is chosen is taken out', () => {
  const row = rows('sources', { ...EMPTY, sources: ['/a', '/b'] }).find(({ id }) => id === '/a');
  expect(row?.choose).toMatchObject({ draft: { sources: ['/b'] }, to: 'sources' });
});

test('names are shown as text on one line', () => {
  expect(rows('sources', { ...EMPTY, sources: ['/a\nb\u202e'] }).at(-1)?.label).toBe('a\\x0Ab\\u{202E}');
});

test.each([
  ['/media/card', true],
  ['/media/card/out', true],
  ['/media/card2', false],
  ['/evidence', false],
])('%s lies inside /media/card: %s', (destination, isInside) => {
  const ids = rows('destinations', { ...FILLED, destinations: [destination] }).map(({ id }) => id);
  expect(ids).toEqual([...(isInside ? [] : ['next']), 'choose', destination]);
  const last = evidenceJobForm({ ...context, lastDestination: destination }).page('destinations', {
    ...FILLED,
    destinations: [],
  });
  expect(last.kind === 'list' && last.rows[0]?.choose === null).toBe(isInside);
});

test('without a destination the form does not go on; the one used last is offered', () => {
  expect(rows('destinations', EMPTY).map(({ id }) => id)).toEqual(['last', 'choose']);
});

test('B11: a second destination is added, and one that is chosen is taken out', () => {
  const draft = { ...FILLED, destinations: ['/evidence', '/backup'] };
  const shown = rows('destinations', draft);
  expect(shown.map(({ id }) => id)).toEqual(['next', 'choose', '/evidence', '/backup']);
  expect(shown[0]?.description).toBe('with 2 destinations');
  expect(shown[1]).toMatchObject({ label: 'Add Another Destination…', choose: { ask: 'destination' } });
  expect(shown[2]?.choose).toMatchObject({ draft: { destinations: ['/backup'] }, to: 'destinations' });
  const said = rows('summary', draft).filter(({ label }) => label === 'Destination');
  expect(said.map(({ description }) => description)).toEqual(['/evidence', '/backup']);
  expect(text('folder', draft).remark('')?.message).toBe('/evidence, and the same at each other destination');
});

test.each([
  ['/evidence/backup', true],
  ['/evidence2', false],
])('B11: %s beside /evidence has to be changed: %s', (destination, isFault) => {
  const draft = { ...FILLED, destinations: ['/evidence', destination] };
  const fault = 'It lies inside another destination, "evidence": choose folders that are apart.';
  const row = rows('destinations', draft).find(({ id }) => id === destination);
  expect(row?.detail).toBe(isFault ? fault : undefined);
  expect(rows('destinations', draft).some(({ id }) => id === 'next')).toBe(!isFault);
  expect(rows('summary', draft)[0]?.id).toBe(isFault ? 'fault' : 'queue');
});

test('B11: as many destinations as a job takes can be added, and no more', () => {
  const destinations = Array.from({ length: MOST_DESTINATIONS }, (_, index) => `/evidence${index}`);
  const ids = (draft: EvidenceJobDraft) => rows('destinations', draft).map(({ id }) => id);
  expect(ids({ ...FILLED, destinations: destinations.slice(1) })).toContain('choose');
  expect(ids({ ...FILLED, destinations })).not.toContain('choose');
});
