import type { SpeedSample } from '../../engine/model/result/summary';
import { type Html, html } from '../../engine/model/text/markup';
import type { Translate } from '../../engine/model/text/translate';
import { formatRate, formatTime } from '../../engine/model/text/units';

const WIDTH = 760;
const HEIGHT = 200;
const TOP = 24;
const BOTTOM = 176;

/** Rate over time, up to now. `label` says what the picture shows to whoever cannot see it. */
export function rateChart(samples: readonly SpeedSample[], label: string, t: Translate): Html {
  const most = Math.max(1, ...samples.map(({ bytesPerSecond }) => bytesPerSecond));
  const start = samples[0]?.atMs ?? 0;
  const end = samples.at(-1)?.atMs ?? start;
  const x = (atMs: number) => round(((atMs - start) / Math.max(1, end - start)) * WIDTH);
  const y = (rate: number) => round(BOTTOM - (rate / most) * (BOTTOM - TOP));
  const points = samples.map(({ atMs, bytesPerSecond }) => `${x(atMs)},${y(bytesPerSecond)}`).join(' ');
  const area = `${x(start)},${BOTTOM} ${points} ${x(end)},${BOTTOM}`;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><line class="grid" x1="0" x2="${WIDTH}" y1="${TOP}" y2="${TOP}"/><line class="grid" x1="0" x2="${WIDTH}" y1="${BOTTOM}" y2="${BOTTOM}"/><polygon class="area" points="${area}"/><polyline class="speed" points="${points}"/><text x="0" y="${TOP - 8}">${formatRate(most, t)}</text><text x="0" y="${HEIGHT - 4}">${formatTime(start, t)}</text><text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">${formatTime(end, t)}</text></svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
