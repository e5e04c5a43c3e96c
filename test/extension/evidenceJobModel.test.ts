import { describe, expect, test } from 'vitest';
import {
  type EvidenceJobDraft,
  type EvidenceJobPage,
  FORM_OPTIONS,
  offeredAgain,
  resumed,
  startOf,
  withField,
} from '../../src/views/evidenceJob/draftModel';
import { evidenceJobForm } from '../../src/views/evidenceJob/evidenceJobModel';
import { outputFolder } from '../../src/views/evidenceJob/folderPageModel';
import { type Answer, answered, currentPage, stepNumber } from '../../src/views/form/formModel';
import { CASE_FIELDS, caseFieldLabel, caseFieldValue } from '../../src/views/text/caseFieldsModel';
import { english } from './support/english';
import { context, EMPTY, FILLED, form, rows, type State, text } from './support/evidenceJobForm';

/** Answers the page that is shown: by the id of a row, or by a text. */
function reply(state: State, answer: string): State {
  const page = form.page(currentPage(state), state.draft);
  let chosen: Answer<EvidenceJobDraft, EvidenceJobPage>;
  if (page.kind === 'text') {
    expect(page.remark(answer)?.severity, answer).not.toBe('error');
    chosen = page.accept(answer);
  } else {
    const choose = page.rows.find(({ id }) => id === answer)?.choose;
    if (choose === undefined || choose === null || 'ask' in choose) throw new Error(`no row ${answer}`);
    chosen = choose;
  }
  if (chosen.to === 'end') throw new Error('the form has ended');
  return answered(form, state, { ...chosen, to: chosen.to });
}

test('a form from its first page to its sum-up', () => {
  let state = startOf({ ...EMPTY, sources: ['/media/card'] });
  expect([currentPage(state), stepNumber(form, state)]).toEqual(['destinations', 2]);
  for (const answer of ['last', 'next', '26/0042', 'A. Example']) state = reply(state, answer);
  expect([currentPage(state), stepNumber(form, state)]).toEqual(['caseData', 5]);
  for (const answer of ['start', '3/11/2026 21:55']) state = reply(state, answer);
  // The list is returned to, at the field after the one that was given.
  expect([currentPage(state), state.at]).toEqual(['caseData', 'end']);
  for (const answer of ['next', '{caseNumber}/{start}', 'verification', 'Read back', 'next']) {
    state = reply(state, answer);
  }
  expect([currentPage(state), stepNumber(form, state)]).toEqual(['summary', 8]);
  expect(state.draft).toEqual({
    sources: ['/media/card'],
    destinations: ['/evidence'],
    caseData: { caseNumber: '26/0042', examiner: 'A. Example', start: '2026-11-03T21:55' },
    folderTemplate: '{caseNumber}/{start}',
    options: { verification: 'readBack' },
  });
  expect(outputFolder(state.draft, context)).toMatchObject({ path: '/evidence/26_0042/03-11-2026 21.55' });
  for (const answer of ['start', '4/11/2026 21:55']) state = reply(state, answer);
  expect([currentPage(state), state.draft.caseData.start]).toEqual(['summary', '2026-11-04T21:55']);
});

describe('case data', () => {
  test.each(['caseNumber', 'examiner'] as const)('%s is asked for', (field) => {
    expect(text(field, EMPTY).remark(' ')).toEqual({
      severity: 'error',
      message: `${caseFieldLabel(field, english)} is needed.`,
    });
    expect(text(field, EMPTY).accept(' x ').draft.caseData).toEqual({ [field]: 'x' });
  });

  test.each<[EvidenceJobPage, string, string]>([
    ['field:start', 'soon', 'Give date and time such as 23/11/2026 21:55:00.'],
    ['field:start', '31/02/2026 10:00', 'Give date and time such as 23/11/2026 21:55:00.'],
    ['field:end', '03/11/2026 20:00', 'The end is before the start. Check both'],
    ['field:referenceClock', '10/11/2026 10:00', 'Give date, time and zone such as 23/11/2026 21:55:00 +01:00'],
    ['field:exhibit', 'x'.repeat(201), 'At most 200 characters'],
    ['field:notes', 'a\0b', 'At most 10000 characters, without control characters.'],
  ])('%s is not %j', (page, answer, message) => {
    const remark = text(page, FILLED).remark(answer);
    expect(remark?.severity).toBe('error');
    expect(remark?.message).toContain(message);
    expect(text(page, FILLED).accept(answer).draft).toBe(FILLED);
  });

  test('times are said in words, in which day and month cannot be mistaken', () => {
    const remark = text('field:end', FILLED).remark('4/11/2026 9:05 pm');
    expect(remark?.severity).toBe('info');
    expect(remark?.message).toMatch(/^Wednesday,? 4 November 2026.* 21:05:00$/);
  });

  test('the time offset is said in words, with a change of daylight saving', () => {
    const caseData = {
      ...FILLED.caseData,
      start: '2026-10-20T10:00',
      recorderZone: 'Europe/Berlin',
      recorderClock: '2026-11-10T10:04:30',
    };
    const draft = { ...FILLED, caseData };
    const message = text('field:referenceClock', draft).remark('10/11/2026 10:00')?.message;
    expect(message).toMatch(/^Tuesday,? 10 November 2026.* 10:00:00 UTC\+01:00: the recorder is 4 min 30 s fast\.$/);
    const after = text('field:referenceClock', draft).accept('10/11/2026 10:00').draft;
    const detail = rows('caseData', after).find(({ id }) => id === 'referenceClock')?.detail;
    expect(detail).toMatch(/^the recorder is 4 min 30 s fast\. The clocks in Europe\/Berlin changed/);
    expect(rows('summary', after).find(({ id }) => id === 'more')?.detail).toContain('Time offset: the recorder is');
  });

  test('every field can be given, is shown as it was written, and can be taken out again', () => {
    const answers: Record<string, string> = {
      start: '03/11/2026 21:55',
      end: '03/11/2026 23:00:10',
      recorderClock: '10/11/2026 10:04:30',
      referenceClock: '10/11/2026 09:00 UTC',
    };
    for (const field of CASE_FIELDS.filter((each) => each !== 'recorderZone')) {
      const page = field === 'caseNumber' || field === 'examiner' ? field : (`field:${field}` as const);
      const answer = answers[field] ?? `my ${field}`;
      const { draft } = text(page, EMPTY).accept(answer);
      expect(text(page, draft).value, field).toBe(answer);
      expect(caseFieldValue(withField(draft.caseData, field, undefined), field)).toBeUndefined();
      if (page.startsWith('field:')) expect(text(page, draft).accept('').draft.caseData).toEqual({});
    }
  });

  test('zones are chosen from a list, this computer’s first', () => {
    const all = rows('field:recorderZone', EMPTY);
    expect(all.slice(0, 3).map(({ id }) => id)).toEqual(['Europe/Berlin', 'UTC', 'none']);
    expect(all.length).toBeGreaterThan(300);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all[1]?.choose).toMatchObject({ draft: { caseData: { recorderZone: 'UTC' } }, to: 'opener' });
  });

  test('the zone of a computer that names none is not offered', () => {
    const page = evidenceJobForm({ ...context, zone: 'Etc/Unknown' }).page('field:recorderZone', EMPTY);
    expect(page).toMatchObject({ rows: expect.arrayContaining([expect.objectContaining({ id: 'UTC' })]) });
    expect(page).not.toMatchObject({ rows: expect.arrayContaining([expect.objectContaining({ id: 'Etc/Unknown' })]) });
  });
});

describe('the output folder', () => {
  test('is shown while its template is typed', () => {
    const page = text('folder', FILLED);
    expect(page.remark('{caseNumber}/{start:YYYYMMDD}')).toEqual({
      severity: 'info',
      message: '/evidence/26_0042/20261103',
    });
    expect(page.remark('')).toEqual({ severity: 'info', message: '/evidence' });
    expect(page.remark('{location}/{end:YYYY} {start}')).toEqual({
      severity: 'error',
      message:
        'Not given yet: Location, End of the recording. Go back to the case data, or take it out of the template.',
    });
    expect(page.remark('{examinerId}')?.message).toContain('Examiner ID');
    expect(page.remark('../x')?.severity).toBe('error');
  });

  test('that lost a value has to be changed before the job can be added', () => {
    const draft = { ...FILLED, folderTemplate: '{caseNumber}/{exhibit}' };
    expect(rows('summary', draft)[0]).toMatchObject({ id: 'fault', choose: { to: 'folder' } });
    expect(rows('summary', draft).some(({ id }) => id === 'queue' || id === 'copyNow')).toBe(false);
  });
});

test('answers that do not go together any more have to be changed first', () => {
  expect(rows('summary', { ...FILLED, sources: [] })[0]).toMatchObject({ id: 'fault', choose: { to: 'sources' } });
  expect(rows('summary', { ...FILLED, destinations: [] })[0]).toMatchObject({
    id: 'fault',
    choose: { to: 'destinations' },
  });
  const inside = { ...FILLED, sources: ['/evidence'] };
  expect(rows('summary', inside)[0]).toMatchObject({ id: 'fault', choose: { to: 'destinations' } });
  expect(rows('summary', FILLED).slice(0, 2)).toMatchObject([
    { choose: { to: 'end', end: 'queue' } },
    { choose: { to: 'end', end: 'copyNow' } },
  ]);
});

describe('options', () => {
  test('are the settings, unless another is chosen', () => {
    expect(rows('options', FILLED)[0]?.description).toBe('with your settings');
    for (const option of FORM_OPTIONS) {
      const shown = rows(`option:${option}`, FILLED);
      expect(
        shown.filter(({ icon }) => icon === 'check'),
        option,
      ).toHaveLength(1);
      for (const { choose } of shown) {
        if (choose === null || 'ask' in choose) throw new Error('a value is chosen without a dialog');
        expect(Object.keys(choose.draft.options)).toEqual([option]);
      }
    }
  });
});

test('digests are put in and taken out, but for the last one that cannot be forged', () => {
  const chosen = (draft: EvidenceJobDraft) =>
    rows('digests', draft)
      .filter(({ icon }) => icon === 'check')
      .map(({ label }) => label);
  let state = answered(form, startOf(FILLED), { draft: FILLED, to: 'digests' });
  expect(stepNumber(form, state)).toBe(7);
  expect(rows('digests', FILLED).find(({ id }) => id === 'sha256')?.choose).toBeNull();
  for (const answer of ['md5', 'sha512', 'sha256']) state = reply(state, answer);
  expect(chosen(state.draft)).toEqual(['MD5', 'SHA-512']);
  expect(state.draft.options.hashAlgorithms).toEqual(['md5', 'sha512']);
  expect(rows('digests', state.draft).find(({ id }) => id === 'sha512')?.choose).toBeNull();
});

describe('a form that was left', () => {
  const left: State = { draft: FILLED, trail: ['sources', 'destinations', 'caseNumber'], at: null };

  test('is gone on with where it was', () => {
    expect(resumed(left, [])).toBe(left);
  });

  test('is offered again if anything was answered in it', () => {
    expect(offeredAgain(startOf(FILLED), FILLED)).toBeNull();
    const answered = reply(startOf(FILLED), 'next');
    expect(offeredAgain(answered, FILLED)).toBeNull();
    const changed = reply(answered, '26/0043');
    expect(offeredAgain(changed, FILLED)).toBe(changed);
    expect(offeredAgain(resumed(changed, []), FILLED)).toBe(changed);
  });

  test('takes the sources that were selected since then', () => {
    expect(resumed(left, ['/new']).draft).toEqual({ ...FILLED, sources: ['/new'] });
  });
});
