import type { JobSummary } from '../../model/result/summary';
import { formatDuration, formatRate } from '../../model/text/units';
import { type Html, html, NOTHING } from './markup';

const WIDTH = 960;
const HEIGHT = 230;
const LEFT = 74;
const TOP = 22;
const BOTTOM = 200;
/** A phase narrower than this has no room for its name. */
const LABEL_WIDTH = 64;

type Sample = JobSummary['speedSamples'][number];

/** Throughput over time, with the phases of the job behind it. */
export function chart({ speedSamples, phases = [], durationMs, bytesPerSecond }: JobSummary): Html {
  if (speedSamples.length < 2) {
    return html`<p class="soft">The job was too short for a chart. On average: ${formatRate(bytesPerSecond)}.</p>`;
  }
  const most = niceCeiling(Math.max(...speedSamples.map((sample) => sample.bytesPerSecond)));
  const x = (atMs: number) => round(LEFT + (atMs / durationMs) * (WIDTH - LEFT));
  const y = (rate: number) => round(BOTTOM - (rate / most) * (BOTTOM - TOP));
  const bands = phases.map(({ phase, atMs }, index) => {
    const end = phases[index + 1]?.atMs ?? durationMs;
    const width = round(x(end) - x(atMs));
    const label =
      width < LABEL_WIDTH ? NOTHING : html`<text class="label" x="${x(atMs) + 6}" y="${TOP - 8}">${phase}</text>`;
    const band =
      index % 2 === 0
        ? NOTHING
        : html`<rect class="band" x="${x(atMs)}" y="${TOP}" width="${Math.max(0, width)}" height="${BOTTOM - TOP}"/>`;
    return html`${band}${label}`;
  });
  const lines = [0, 0.5, 1].map((part) => {
    const at = y(most * part);
    return html`<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${at}" y2="${at}"/><text class="label" text-anchor="end" x="${LEFT - 8}" y="${at + 4}">${formatRate(most * part)}</text>`;
  });
  const times = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const anchor = part === 1 ? 'end' : part === 0 ? 'start' : 'middle';
    return html`<text class="label" text-anchor="${anchor}" x="${x(durationMs * part)}" y="${BOTTOM + 18}">${formatDuration(durationMs * part)}</text>`;
  });
  const points = speedSamples.map(({ atMs, bytesPerSecond: rate }) => `${x(atMs)},${y(rate)}`).join(' ');
  const area = `${x(first(speedSamples).atMs)},${BOTTOM} ${points} ${x(last(speedSamples).atMs)},${BOTTOM}`;
  return html`<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Throughput over time">${bands}${lines}<polygon class="area" points="${area}"/><polyline class="speed" points="${points}"/>${times}</svg>
<figcaption>Bytes of content per second while the job ran; peak ${formatRate(Math.max(...speedSamples.map((sample) => sample.bytesPerSecond)))}, on average ${formatRate(bytesPerSecond)} from request to end. Shaded: every second phase.</figcaption></figure>`;
}

function first(samples: readonly Sample[]): Sample {
  return samples[0] ?? { atMs: 0, bytesPerSecond: 0 };
}

function last(samples: readonly Sample[]): Sample {
  return samples.at(-1) ?? first(samples);
}

/** The next of 1, 2, 5 times a power of ten, so that the axis has round numbers. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
