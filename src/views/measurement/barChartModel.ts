import { type Html, html } from '../../engine/model/text/markup';
import type { Translate } from '../../engine/model/text/translate';
import { formatTime } from '../../engine/model/text/units';
import type { MeasuredRow } from './measurementModel';

const WIDTH = 760;
const LEFT = 130;
const RIGHT = 90;
const ROW = 54;
const BAR = 26;
const TOP = 8;

/** Bars of the median times, with a dot for each run. `label` says what the picture shows to whoever cannot see it. */
export function barChart(rows: readonly MeasuredRow[], label: string, t: Translate): Html {
  const longest = Math.max(1, ...rows.flatMap(({ durationMs, durationsMs }) => [durationMs, ...durationsMs]));
  const x = (milliseconds: number) => Math.round(LEFT + (milliseconds / longest) * (WIDTH - LEFT - RIGHT));
  const bars = rows.map((row, index) => {
    const top = TOP + index * ROW;
    const middle = top + BAR / 2;
    const end = Math.max(x(row.durationMs), ...row.durationsMs.map(x));
    const dots = row.durationsMs.map((each) => html`<circle class="run" cx="${x(each)}" cy="${middle}" r="3.5"/>`);
    return html`<text class="name" x="${LEFT - 14}" y="${middle + 5}" text-anchor="end">${row.name}</text><rect class="bar bar${index}" x="${LEFT}" y="${top}" width="${x(row.durationMs) - LEFT}" height="${BAR}" rx="4"/>${dots}<text class="time" x="${end + 12}" y="${middle + 5}">${formatTime(row.durationMs, t)}</text>`;
  });
  const height = TOP + rows.length * ROW - (ROW - BAR) + TOP;
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}"><line class="axis" x1="${LEFT}" x2="${LEFT}" y1="0" y2="${height}"/>${bars}</svg>`;
}
