import { describe, expect, test } from 'vitest';
import { fromBytes } from '../../src/engine/model/text/pathText';
import { auditStartLine, auditSummaryLines, findingLines } from '../../src/views/audit/auditLogModel';
import { auditProblemsModel } from '../../src/views/audit/auditProblemsModel';
import { auditProgressModel } from '../../src/views/audit/auditProgressModel';
import { auditResultModel } from '../../src/views/audit/auditResultModel';
import { auditState, auditSummary, failedAudit } from './support/audits';
import { english } from './support/english';
import { progress } from './support/jobs';

const finding = (path: string, detail = 'why') => ({ path, detail });

describe('the progress of a verification', () => {
  test.each([
    ['before the first report', auditState({ progress: null }), 'Looking for its records, bag or list of digests', 0],
    [
      'while its records are looked for',
      auditState({ progress: progress({ fraction: null, etaMs: null, itemsPlanned: 0, itemsDone: 12 }) }),
      'Looking for its records, bag or list of digests · 12 folders',
      0,
    ],
    [
      'while it is counted',
      auditState({ progress: progress({ fraction: null, etaMs: null, itemsPlanned: 70 }) }),
      'Looking at what is there · 70 items',
      0,
    ],
    ['under way', auditState(), '312 MB/s · 45% · 54 of 120 items · 1 min 30 s left', 45],
    ['paused', auditState({ isPaused: true }), 'Paused · 45% · 54 of 120 items', 45],
    ['cancelling', auditState({ isCancelling: true }), 'Cancelling · 45% · 54 of 120 items', 45],
    [
      'where a device does not answer',
      auditState({ progress: progress({ life: 'stalled' }) }),
      'STALLED: a device does not answer · 45% · 54 of 120 items',
      45,
    ],
  ])('%s', (_, state, message, percent) => {
    expect(auditProgressModel(state, english)).toMatchObject({ message, percent });
  });

  test('in the status bar has no name of a file but in the tooltip, printable', () => {
    const state = auditState({ progress: progress({ currentPath: '$(pass)\nx' }), isPaused: true });
    const { status, tooltip } = auditProgressModel(state, english);
    expect(status).toBe('$(debug-pause) Paused · 45%');
    expect(auditProgressModel(auditState(), english).status).toBe('$(sync~spin) Verifying 312 MB/s · 45%');
    expect(tooltip).toEqual(['Verifying "case 7"', '$(pass)\\x0Ax', 'Click to resume.']);
  });
});

describe('the result of a verification', () => {
  test('that passed says how it was read, and no more', () => {
    expect(auditResultModel(auditSummary(), english)).toEqual({
      severity: 'information',
      message:
        'VERIFIED: "case 7" is as its manifest says (the records of one job). 120 files match. Nothing is missing, and no other file is there but in evidence-records and INCOMPLETE-… folders. Files were read as the block device answered (its own cache not excluded).',
      hasProblems: false,
    });
    expect(auditResultModel(auditSummary({ matched: 1 }), english).message).toContain('. 1 file matches. Nothing');
    const readBack = auditResultModel(auditSummary({ grade: 'readBack' }), english).message;
    expect(readBack).toContain('Files were read through the operating system (may have been served from memory).');
    expect(auditResultModel(auditSummary({ grade: null }), english).message).not.toContain('Files were');
  });

  test('that failed counts each kind, worst first', () => {
    const summary = failedAudit({
      missing: [finding('a')],
      changed: [finding('b'), finding('c')],
      errors: [finding('d')],
    });
    expect(auditResultModel(summary, english)).toMatchObject({
      severity: 'error',
      message: expect.stringMatching(
        /^VERIFICATION FAILED: "case 7" is not as its manifest says \(.*\): 2 changed, 1 missing, 1 not verified\. 120 files match\./,
      ),
      hasProblems: true,
    });
  });

  test('that was cancelled claims nothing', () => {
    const { severity, message } = auditResultModel(auditSummary({ status: 'cancelled', matched: 3 }), english);
    expect(severity).toBe('warning');
    expect(message).toBe('Verification of "case 7" was cancelled: not everything was looked at. 3 files match so far.');
    const found = auditResultModel({ ...failedAudit({ changed: [finding('a')] }), status: 'cancelled' }, english);
    expect(found.message).toMatch(/Found so far: 1 changed\.$/);
    expect(found.hasProblems).toBe(true);
  });

  test.each([
    [{ isComplete: true, isValid: true }, 'says'],
    [{ isComplete: true, isValid: false }, 'The bag is complete, but not valid.'],
    [{ isComplete: false, isValid: false }, 'The bag is not complete.'],
  ])('of a bag tells complete and valid apart: %j', (state, sentence) => {
    const { message } = auditResultModel(auditSummary({ bag: { version: '1.0', ...state } }), english);
    expect(message).toContain(sentence);
    expect(message.includes('The bag')).toBe(sentence !== 'says');
  });
});

describe('the problems of a verification', () => {
  const shown = (summary: ReturnType<typeof auditSummary>) =>
    Object.fromEntries(
      [...auditProblemsModel(summary, english)].map(([path, problems]) => [
        path,
        problems.map(({ severity, message }) => `${severity} ${message}`),
      ]),
    );

  test('stand on the file, and what is missing on the folder', () => {
    const summary = failedAudit({
      changed: [finding('d/a', 'sha256 is 1, listed 2')],
      missing: [finding('gone', 'a file that is listed, but not there')],
      moved: [{ path: 'old', to: 'new', detail: 'x' }],
      unlisted: [finding('extra', 'a file that is not listed')],
      errors: [finding('bad', 'It could not be read (at byte 7)'), finding('', 'the bag has no payload manifest')],
    });
    expect(shown(summary)).toEqual({
      '/evidence/case 7/d/a': ['error Changed: sha256 is 1, listed 2'],
      '/evidence/case 7': [
        'error gone: Missing: a file that is listed, but not there',
        'error Not verified: the bag has no payload manifest',
      ],
      '/evidence/case 7/new': ['warning Moved: it is listed as "old"'],
      '/evidence/case 7/extra': ['warning Not listed in the manifest'],
      '/evidence/case 7/bad': ['error Not verified: It could not be read (at byte 7)'],
    });
  });

  test('without a file that an editor can name stand on the manifest, if it is one', () => {
    const name = fromBytes(Buffer.from([0x61, 0xff]));
    const summary = { ...failedAudit({ changed: [finding(name, 'x\ny')] }), manifest: '/evidence/case 7/list.md5' };
    expect(shown(summary)).toEqual({ '/evidence/case 7/list.md5': ['error a\\xFF: Changed: x\\x0Ay'] });
  });

  test('are told in the language of the window', () => {
    const shout = (message: string, ...args: (string | number)[]) => english(message.toUpperCase(), ...args);
    const shouted = Object.assign(shout, { number: english.number });
    const summary = failedAudit({
      changed: [{ ...finding('a'), reason: { code: 'size', actual: 2, listed: 1 } }],
      errors: [{ ...finding('b'), reason: { code: 'unreadable', failure: { code: 'readError', offset: 7 } } }],
    });
    const messages = [...auditProblemsModel(summary, shouted).values()].flat().map(({ message }) => message);
    expect(messages).toEqual([
      'CHANGED: 2 BYTES INSTEAD OF 1',
      expect.stringMatching(/^NOT VERIFIED: THE SOURCE COULD NOT BE READ HERE\..* \(AT BYTE 7\)$/),
    ]);
  });

  test('are counted where there are too many of them', () => {
    const many = Array.from({ length: 1500 }, (_, index) => finding(`${index}`));
    const problems = shown({ ...failedAudit({ changed: many, unlisted: [finding('extra')] }) });
    expect(Object.keys(problems)).toHaveLength(1001);
    expect(problems['/evidence/case 7']).toEqual(['error … and 501 more findings; the log has them.']);
  });
});

test('the log has each finding on a line of its own, and why a grade is no higher', () => {
  expect(auditStartLine({ folder: '/a\nb', manifest: '/list' })).toBe('Verification of /a\\x0Ab against /list starts.');
  const summary = failedAudit({ changed: [finding('a\nb', 'why')], moved: [{ path: 'x', to: 'y', detail: 'z' }] });
  expect(findingLines(summary)).toEqual(['changed: a\\x0Ab: why', 'moved: x → y: z']);
  const ended = { ...summary, grade: 'readBack' as const, gradeReason: 'tmpfs', warnings: ['odd'] };
  expect(auditSummaryLines(ended)).toEqual([
    'Verification of /evidence/case 7 ended: FAILED.',
    '  against: the records of one job (sha256)',
    '  files: 120 matched, 1 changed, 0 missing, 1 moved, 0 unlisted, 0 errors',
    '  amount: 1.9 MiB in 1.2 s',
    '  grade: readBack, read through the operating system (may have been served from memory) (tmpfs)',
    '  note: odd',
  ]);
});
