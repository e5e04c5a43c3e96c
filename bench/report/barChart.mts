import type { Measured } from '../model.mts';
import { type Spread, spread } from '../statistics.mts';
import { secondsText } from './numbers.mts';
import { COLOURS, drawing, GREY, line, round, text, WIDTH } from './svg.mts';

const LABELS = 400;
const FIGURES = 70;
const ROW = 30;
const BAR = 18;

/** A bar for the median of each way, a thin line from the fastest run to the slowest. Ours are in colour. */
export function barChart(rows: readonly Measured[], isOurs: (row: Measured) => boolean): string {
  const bars = rows.map((row) => ({ row, time: spread(row.samples.map(({ wallMs }) => wallMs)) }));
  const longest = Math.max(...bars.map(({ time }) => time.max));
  const scale = (WIDTH - LABELS - FIGURES) / longest;
  const parts = bars.map(({ row, time }, index) => bar(row.title, time, index * ROW + 8, scale, isOurs(row)));
  return drawing(rows.length * ROW + 32, [
    ...parts,
    text(LABELS, rows.length * ROW + 24, 'seconds; shorter is better'),
  ]);
}

function bar(title: string, { median, min, max }: Spread, y: number, scale: number, isOurs: boolean): string {
  const middle = y + BAR / 2;
  const colour = isOurs ? COLOURS[0] : GREY;
  const end = LABELS + max * scale;
  return [
    text(LABELS - 8, middle + 4, title, 'end'),
    `<rect x="${LABELS}" y="${y}" width="${round(median * scale)}" height="${BAR}" fill="${colour}"/>`,
    line(LABELS + min * scale, middle, end, middle),
    text(end + 6, middle + 4, secondsText(median)),
  ].join('\n');
}
