import { describe, expect, test } from 'vitest';
import { guardedReport } from '../../src/views/report/guardedReport';
import { livePage } from '../../src/views/report/livePage';
import { liveContent } from '../../src/views/report/livePageModel';
import { RateHistory } from '../../src/views/report/rateHistory';
import { english } from './support/english';
import { attempt, progress, running } from './support/jobs';

const SAMPLES = [
  { atMs: 0, bytesPerSecond: 0 },
  { atMs: 1000, bytesPerSecond: 300e6 },
];
const shown = (change: Parameters<typeof running>[0] = {}, samples = SAMPLES) =>
  liveContent(running(change), samples, english).markup;

describe('a running job', () => {
  test('shows phases, rate, current item and failures so far', () => {
    const content = shown({ progress: progress({ itemsFailed: 3 }) });
    expect(content).toContain('<li class="now" aria-current="step">Copying</li>');
    expect(content).toContain('<li class="past">Planning</li>');
    expect(content).toContain('<li class="later">Checking that nothing is missing</li>');
    expect(content).toContain('<dd class="plain">card1/clip 7.mp4</dd>');
    expect(content).toContain('<dt>Failures so far</dt><dd class="bad">3</dd>');
    expect(content).toContain('312 MB/s now, 300 MB/s on average, 350 MB/s at most');
    expect(content).toContain('points="0,176 760,24"');
  });

  test('has the step of the ZIP only where one is made', () => {
    expect(shown()).not.toContain('Making the ZIP');
    expect(shown({ attempt: attempt('card1', 1, { zip: 'store' }) })).toContain('Making the ZIP');
  });

  test('shows what there is before the engine has reported', () => {
    const content = shown({ progress: null }, []);
    expect(content).toContain('<strong>…</strong>');
    expect(content).not.toContain('<figure>');
  });

  test('R6: names are text, whatever they are made of', () => {
    const name = '<img src=x onerror=alert(1)>\u001b';
    const content = shown({
      attempt: attempt(name),
      progress: progress({ currentPath: name }),
    });
    for (const raw of ['<img', '\u001b']) expect(content).not.toContain(raw);
    expect(content).toContain('&lt;img src=x onerror=alert(1)&gt;\\x1B');
  });
});

describe('the pages', () => {
  test('of a running job allow nothing but their own style and script', () => {
    const page = livePage('card1', liveContent(running(), SAMPLES, english), 'en');
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
    );
  });

  test('of a report begin with a policy that allows no script, whatever the file says', () => {
    expect(guardedReport('<!doctype html><script>x</script>')).toMatch(
      /^<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; [^"]*"><!doctype/,
    );
  });
});

describe('how fast it was', () => {
  test('is kept within bounds, from the first moment to the last', () => {
    const history = new RateHistory();
    for (let at = 0; at <= 100_000; at++) history.add('a', at, at);
    const { samples } = history;
    expect(samples.length).toBeGreaterThan(100);
    expect(samples.length).toBeLessThanOrEqual(401);
    expect(samples[0]).toEqual({ atMs: 0, bytesPerSecond: 0 });
    expect(samples.at(-1)?.atMs).toBeGreaterThan(99_000);
  });

  test('begins anew with another attempt', () => {
    const history = new RateHistory();
    history.add('a', 5, 1);
    history.add('b', 1, 2);
    expect(history.samples).toEqual([{ atMs: 1, bytesPerSecond: 2 }]);
  });
});
