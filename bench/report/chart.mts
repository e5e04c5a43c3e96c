import { OURS } from '../contestants.mts';
import type { BatchResult, Findings, Sample, ScalingResult } from '../model.mts';
import { median } from '../statistics.mts';
import { barChart } from './barChart.mts';
import { type Axis, linePlots, type PlotLine } from './linePlot.mts';
import { amountText, digits, megabytesText, secondsText } from './numbers.mts';
import { escaped } from './svg.mts';

const MEMORY: Axis = { title: 'peak memory, MB', isLogarithmic: false, say: megabytesText };

/** The picture of what a suite found, as SVG that tells its title to those who cannot see it. */
export function chartOf(title: string, findings: Findings): string {
  const [opening = '', ...rest] = drawn(findings).split('\n');
  return [opening, `<title>${escaped(title)}</title>`, ...rest].join('\n');
}

function drawn(findings: Findings): string {
  switch (findings.kind) {
    case 'comparison':
      return barChart(findings.rows, ({ id }) => id in OURS);
    case 'scaling':
      return scalingChart(findings);
    case 'batch':
      return batchChart(findings);
  }
}

function scalingChart({ unit, lines }: ScalingResult): string {
  const plotted = (figure: (samples: readonly Sample[]) => number): PlotLine[] =>
    lines.map(({ title, points }) => ({
      title,
      points: points.map(({ amount, samples }) => ({ x: amount, y: figure(samples) })),
    }));
  const x: Axis = { title: unit, isLogarithmic: true, say: (value) => amountText(value, unit) };
  const time: Axis = { title: 'time, s', isLogarithmic: true, say: secondsText };
  const times = plotted((samples) => median(samples.map(({ wallMs }) => wallMs)));
  const memory = plotted((samples) => median(samples.map(({ peakMemoryBytes }) => peakMemoryBytes)));
  return linePlots([times, memory], x, [time, MEMORY]);
}

function batchChart({ eachJob }: BatchResult): string {
  const plotted = (title: string, figure: 'durationMs' | 'memoryBytes'): PlotLine[] => [
    { title, points: eachJob.map((job, index) => ({ x: index + 1, y: job[figure] })) },
  ];
  const x: Axis = { title: 'job', isLogarithmic: false, say: digits };
  const time: Axis = { title: 'time of each job, s', isLogarithmic: false, say: secondsText };
  const after: Axis = { ...MEMORY, title: 'memory after each job, MB' };
  return linePlots([plotted('time', 'durationMs'), plotted('memory', 'memoryBytes')], x, [time, after]);
}
