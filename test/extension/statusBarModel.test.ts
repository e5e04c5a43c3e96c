import { describe, expect, test } from 'vitest';
import { statusBarModel } from '../../src/views/statusBarModel';
import { english } from './support/english';
import { attempt, progress, queueState, running, summary } from './support/jobs';

const waiting = [attempt('card2', 2), attempt('card3', 3)];

describe('the text of the status bar', () => {
  test.each([
    ['idle', queueState(), null],
    ['idle after a result that was seen', queueState({ seen: [summary()] }), null],
    ['just started', queueState({ running: running({ phase: 'planning', progress: null }) }), '$(sync~spin) Planning'],
    [
      'planning, no share known yet',
      queueState({ running: running({ phase: 'planning', progress: progress({ fraction: null }) }) }),
      '$(sync~spin) Planning',
    ],
    ['copying', queueState({ running: running() }), '$(sync~spin) 312 MB/s · 45%'],
    ['copying, others wait', queueState({ running: running(), waiting }), '$(sync~spin) 312 MB/s · 45% · 3 jobs left'],
    [
      'copying, items failed',
      queueState({ running: running({ progress: progress({ itemsFailed: 2 }) }) }),
      '$(sync~spin) 312 MB/s · 45% · 2 FAILED',
    ],
    [
      'a device that does not answer',
      queueState({ running: running({ progress: progress({ life: 'stalled' }) }) }),
      '$(warning) stalled — the device does not answer · 45%',
    ],
    [
      'a long fsync',
      queueState({ running: running({ progress: progress({ life: 'writingToDisk' }) }) }),
      '$(sync~spin) Writing to disk · 45%',
    ],
    ['paused', queueState({ running: running({ state: 'paused' }) }), '$(debug-pause) Paused · 45%'],
    ['cancelling', queueState({ running: running({ cancelling: 'keep' }) }), '$(sync~spin) Cancelling · 45%'],
    [
      'validating',
      queueState({ running: running({ phase: 'validating', progress: progress({ fraction: 0.981 }) }) }),
      '$(sync~spin) Validating · 98%',
    ],
    [
      'publishing, 100 only at the very end',
      queueState({ running: running({ phase: 'publishing', progress: progress({ fraction: 0.9999 }) }) }),
      '$(sync~spin) Publishing · 99%',
    ],
    [
      'writing records',
      queueState({ running: running({ phase: 'recording', progress: progress({ fraction: 1 }) }) }),
      '$(sync~spin) Writing records · 100%',
    ],
    ['complete', queueState({ unseen: [summary()] }), '$(pass) 120 items copied'],
    [
      'complete, never read back',
      queueState({ unseen: [summary({ grade: 'stream' })] }),
      '$(copy) 120 items copied, not read back',
    ],
    ['complete, nothing had content', queueState({ unseen: [summary({ grade: null })] }), '$(copy) 120 items copied'],
    [
      'complete, one item',
      queueState({ unseen: [summary({ items: { planned: 1, copied: 1, recorded: 0, skipped: 0, failed: 0 } })] }),
      '$(pass) 1 item copied',
    ],
    [
      'complete, some skipped and recorded',
      queueState({ unseen: [summary({ items: { planned: 9, copied: 4, recorded: 2, skipped: 3, failed: 0 } })] }),
      '$(pass) 4 items copied, 3 already there, 2 recorded only',
    ],
    [
      'incomplete',
      queueState({
        unseen: [
          summary({ status: 'incomplete', items: { planned: 120, copied: 117, recorded: 0, skipped: 0, failed: 3 } }),
        ],
      }),
      '$(error) FAILED ITEMS: 3 of 120',
    ],
    ['failed', queueState({ unseen: [summary({ status: 'failed' })] }), '$(error) COPY FAILED'],
    ['cancelled', queueState({ unseen: [summary({ status: 'cancelled' })] }), '$(circle-slash) COPY CANCELLED'],
    ['interrupted', queueState({ unseen: [summary({ status: 'interrupted' })] }), '$(error) COPY INTERRUPTED'],
    ['several complete', queueState({ unseen: [summary(), summary()] }), '$(pass) 2 copies complete'],
    [
      'several complete, one never read back',
      queueState({ unseen: [summary(), summary({ grade: 'stream' })] }),
      '$(copy) 2 copies complete',
    ],
    [
      'several, one failed',
      queueState({ unseen: [summary(), summary({ status: 'failed' })] }),
      '$(error) 1 of 2 copies FAILED',
    ],
  ])('%s', (_name, state, expected) => {
    expect(statusBarModel(state, english)?.text ?? null).toBe(expected);
  });
});

describe('emphasis', () => {
  test.each([
    ['running', queueState({ running: running() }), 'none'],
    ['items fail', queueState({ running: running({ progress: progress({ itemsFailed: 1 }) }) }), 'warning'],
    [
      'an earlier job failed unseen',
      queueState({ running: running(), unseen: [summary({ status: 'failed' })] }),
      'warning',
    ],
    ['complete', queueState({ unseen: [summary()] }), 'none'],
    ['incomplete', queueState({ unseen: [summary({ status: 'incomplete' })] }), 'error'],
    ['cancelled', queueState({ unseen: [summary({ status: 'cancelled' })] }), 'error'],
  ])('%s', (_name, state, expected) => {
    expect(statusBarModel(state, english)?.emphasis).toBe(expected);
  });
});

describe('the tooltip', () => {
  test('says what runs, what waits and what has ended', () => {
    const state = queueState({ running: running(), waiting, unseen: [summary({ label: 'card0', status: 'failed' })] });
    expect(statusBarModel(state, english)?.tooltip).toEqual([
      'Copying "card1" to /evidence',
      '91.0 MiB of 200 MiB, 1 min 15 s left',
      'On average 300 MB/s, at most 350 MB/s',
      'card1/clip 7.mp4',
      'Waiting: "card2"',
      'Waiting: "card3"',
      'Ended: "card0", COPY FAILED',
      'Click to pause, cancel or look at the copies.',
    ]);
  });

  test('gives no time left while paused', () => {
    const tooltip = statusBarModel(queueState({ running: running({ state: 'paused' }) }), english)?.tooltip;
    expect(tooltip?.join()).not.toContain('left');
  });

  test('keeps names on one line', () => {
    const state = queueState({ running: running({ attempt: attempt('a\nb\u202e') }) });
    expect(statusBarModel(state, english)?.tooltip[0]).toBe('Copying "a\\x0Ab\\u{202E}" to /evidence');
  });

  test('is said to screen readers without icons', () => {
    expect(statusBarModel(queueState({ running: running() }), english)?.spoken).toBe('Evidence Copy: 312 MB/s · 45%');
  });
});
