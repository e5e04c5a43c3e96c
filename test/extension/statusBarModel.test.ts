import { describe, expect, test } from 'vitest';
import { statusBarModel } from '../../src/views/statusBar/statusBarModel';
import { english } from './support/english';
import { attempt, queueState, running, summary } from './support/jobs';

const waiting = [attempt('card2', 2), attempt('card3', 3)];

/** What is said in each state of one job is in `jobStates.test.ts`. */
describe('the text of the status bar', () => {
  test.each([
    ['idle', queueState(), null],
    ['idle after a result that was seen', queueState({ seen: [summary()] }), null],
    [
      'copying, others wait',
      queueState({ running: running(), waiting }),
      '$(sync~spin) 312 MB/s · 45% · 1 min 30 s left · 3 jobs left',
    ],
    [
      'complete, one item',
      queueState({ unseen: [summary({ items: { planned: 1, copied: 1, recorded: 0, skipped: 0, failed: 0 } })] }),
      '$(pass) 1 item copied',
    ],
    ['several complete', queueState({ unseen: [summary(), summary()] }), '$(pass) 2 jobs complete'],
    [
      'several complete, one never read back',
      queueState({ unseen: [summary(), summary({ grade: 'stream' })] }),
      '$(copy) 2 jobs complete',
    ],
    [
      'several, one failed',
      queueState({ unseen: [summary(), summary({ status: 'failed' })] }),
      '$(error) 1 of 2 jobs FAILED',
    ],
    [
      'several, one failed, another one was looked at',
      queueState({ seen: [summary()], unseen: [summary(), summary({ status: 'failed' })] }),
      '$(error) 1 of 2 unseen jobs FAILED',
    ],
  ])('%s', (_name, state, expected) => {
    expect(statusBarModel(state, english)?.text ?? null).toBe(expected);
  });

  test('stands out while a job runs and an earlier one failed that nobody has looked at', () => {
    const state = queueState({ running: running(), unseen: [summary({ status: 'failed' })] });
    expect(statusBarModel(state, english)?.emphasis).toBe('warning');
  });
});

describe('the tooltip', () => {
  test('says what runs, what waits and what has ended', () => {
    const state = queueState({ running: running(), waiting, unseen: [summary({ label: 'card0', status: 'failed' })] });
    expect(statusBarModel(state, english)?.tooltip).toEqual([
      '"card1" to /evidence',
      'Copying · 91.0 MiB of 200 MiB, 1 min 30 s left',
      'On average 300 MB/s, at most 350 MB/s',
      'card1/clip 7.mp4',
      'Waiting: "card2"',
      'Waiting: "card3"',
      'Ended: "card0", JOB FAILED',
      'Click to show the Batch Queue.',
    ]);
  });

  test('gives no time left while paused', () => {
    const tooltip = statusBarModel(queueState({ running: running({ state: 'paused' }) }), english)?.tooltip;
    expect(tooltip?.join()).not.toContain('left');
  });

  test('counts what it cannot name', () => {
    const many = Array.from({ length: 8 }, (_, index) => attempt(`card${index}`, index + 2));
    expect(statusBarModel(queueState({ running: running(), waiting: many }), english)?.tooltip).toContain(
      '… and 3 more',
    );
  });

  test('shortens long paths in the middle, so that the end of the line stays in sight', () => {
    const long = `/evidence/${'a'.repeat(200)}/exhibit 7`;
    const job = attempt('card1', 1, { destinations: [long] });
    const [line] = statusBarModel(queueState({ running: running({ attempt: job }) }), english)?.tooltip ?? [];
    expect(line).toMatch(/^"card1" to \/evidence\/a+…a+\/exhibit 7$/);
    expect(line?.length).toBeLessThan(120);
  });

  test('keeps names on one line', () => {
    const state = queueState({ running: running({ attempt: attempt('a\nb\u202e') }) });
    expect(statusBarModel(state, english)?.tooltip[0]).toBe('"a\\x0Ab\\u{202E}" to /evidence');
  });

  test('is said to screen readers without icons', () => {
    expect(statusBarModel(queueState({ running: running() }), english)?.spoken).toBe(
      'Evidence Copy: 312 MB/s · 45% · 1 min 30 s left',
    );
  });
});
