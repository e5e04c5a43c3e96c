import { COLOURS, drawing, GREY, line, round, text, WIDTH } from './svg.mts';

/** Points of one line, in the order in which they are joined. */
export interface PlotLine {
  readonly title: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** An axis: what it shows, and how a value on it is written. */
export interface Axis {
  readonly title: string;
  readonly isLogarithmic: boolean;
  say(value: number): string;
}

const LEFT = 80;
const RIGHT = 30;
const TOP = 30;
const HEIGHT = 260;

/** One plot with a line for each way, and its legend below. `top` is where it begins in the drawing. */
function linePlot(lines: readonly PlotLine[], x: Axis, y: Axis, top = 0): { parts: string[]; height: number } {
  const points = lines.flatMap((each) => each.points);
  const [minX, maxX] = extent(points.map((point) => point.x));
  const [minY, maxY] = extent(points.map((point) => point.y));
  const toX = scaleOf(x, minX, maxX, LEFT, WIDTH - RIGHT);
  const toY = scaleOf(y, y.isLogarithmic ? minY : 0, maxY, top + TOP + HEIGHT, top + TOP);
  const bottom = top + TOP + HEIGHT;
  const ticksX = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const ticksY = y.isLogarithmic ? [minY, maxY] : [0, maxY / 2, maxY];
  const parts = [
    text(LEFT, top + 18, y.title),
    text(WIDTH - RIGHT, bottom + 40, x.title, 'end'),
    line(LEFT, bottom, WIDTH - RIGHT, bottom),
    line(LEFT, top + TOP, LEFT, bottom),
    ...ticksY.flatMap((value) => [
      line(LEFT, toY(value), WIDTH - RIGHT, toY(value), '#e0e0e0'),
      text(LEFT - 6, toY(value) + 4, y.say(value), 'end'),
    ]),
    ...spacedOut(ticksX, toX).map((value) => text(toX(value), bottom + 18, x.say(value), 'middle')),
    ...lines.map(({ points: own }, index) =>
      polyline(
        own.map((point) => [toX(point.x), toY(point.y)]),
        colour(index),
      ),
    ),
    ...lines.map(({ title }, index) => legend(title, bottom + 40 + index * 20, colour(index))),
  ];
  return { parts, height: TOP + HEIGHT + 48 + lines.length * 20 };
}

/** Several plots below one another. */
export function linePlots(lines: readonly (readonly PlotLine[])[], x: Axis, y: readonly Axis[]): string {
  const all: string[] = [];
  let top = 0;
  for (const [index, axis] of y.entries()) {
    const { parts, height } = linePlot(lines[index] ?? [], x, axis, top);
    all.push(...parts);
    top += height;
  }
  return drawing(top, all);
}

function scaleOf({ isLogarithmic }: Axis, min: number, max: number, from: number, to: number) {
  const position = (value: number) => (isLogarithmic ? Math.log(value) : value);
  const length = position(max) - position(min) || 1;
  return (value: number) => from + ((position(value) - position(min)) / length) * (to - from);
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

const LABEL_WIDTH = 60;

/** Only labels that do not lie over the one before. */
function spacedOut(values: readonly number[], toX: (value: number) => number): number[] {
  const kept: number[] = [];
  for (const value of values) {
    const last = kept.at(-1);
    if (last === undefined || toX(value) - toX(last) >= LABEL_WIDTH) kept.push(value);
  }
  return kept;
}

function polyline(points: readonly (readonly [number, number])[], stroke: string): string {
  const joined = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
  const dots = points.map(([x, y]) => `<circle cx="${round(x)}" cy="${round(y)}" r="3" fill="${stroke}"/>`);
  return [`<polyline points="${joined}" fill="none" stroke="${stroke}" stroke-width="2"/>`, ...dots].join('\n');
}

function legend(title: string, y: number, stroke: string): string {
  return `<rect x="${LEFT}" y="${y - 6}" width="16" height="4" fill="${stroke}"/>\n${text(LEFT + 24, y, title)}`;
}

function colour(index: number): string {
  return COLOURS[index] ?? GREY;
}
