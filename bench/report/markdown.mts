import type { BatchResult, ComparisonResult, Findings, Measured, Report, Sample, ScalingResult } from '../model.mts';
import { median, spread } from '../statistics.mts';
import { amountText, digits, megabytesText, rateText, secondsText } from './numbers.mts';

/** A report as a page: what was measured, on what, how it stands against its targets, how to read it. */
export function markdownOf(report: Report, chart: string): string {
  const { title, diskTitle, findings, targets, notes } = report;
  const parts = [
    `# ${title}`,
    `On the ${diskTitle}.`,
    `![${title}](${chart})`,
    ...tablesOf(findings),
    ...(targets.length === 0 ? [] : ['## Targets', targetTable(report)]),
    '## How it was measured',
    [...notes, conditions(report)].map((note) => `- ${note}`).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function tablesOf(findings: Findings): string[] {
  switch (findings.kind) {
    case 'comparison':
      return comparisonTables(findings);
    case 'scaling':
      return [scalingTable(findings)];
    case 'batch':
      return [batchTable(findings)];
  }
}

/** Rows of cells as a Markdown table; the first row names the columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...body] = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  return [heading, heading.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function comparisonTables({ load, rows }: ComparisonResult): string[] {
  const cells = rows.map((row) => [row.title, ...figures(row, load.bytes)]);
  const heading = ['way', 's (median)', 's (min–max)', 'MB/s', 'CPU s', 'memory MB', 'system calls per file', 'grade'];
  return [
    `${amountText(load.files, 'files')} files, ${amountText(load.bytes, 'bytes')}.`,
    table([heading, ...cells]),
    '## What each verifies',
    table([['way', 'verifies'], ...rows.map(({ title, verifies }) => [title, verifies])]),
  ];
}

function figures({ samples, syscallsPerFile }: Measured, bytes: number): string[] {
  const { median: ms, ...extremes } = spread(samples.map(({ wallMs }) => wallMs));
  return [
    secondsText(ms),
    `${secondsText(extremes.min)}–${secondsText(extremes.max)}`,
    rateText(bytes, ms),
    secondsText(median(samples.map(({ cpuMs }) => cpuMs))),
    megabytesText(median(samples.map(({ peakMemoryBytes }) => peakMemoryBytes))),
    syscallsPerFile === null ? '' : digits(syscallsPerFile),
    gradesOf(samples),
  ];
}

/** Which grades were reached: one, unless runs differ. */
function gradesOf(samples: readonly Sample[]): string {
  return [...new Set(samples.flatMap(({ grade }) => grade ?? []))].join(', ');
}

function scalingTable({ unit, lines }: ScalingResult): string {
  const rows = lines.flatMap(({ title, points }) =>
    points.map(({ amount, samples }) => {
      const { median: ms, min, max } = spread(samples.map(({ wallMs }) => wallMs));
      const memory = megabytesText(median(samples.map(({ peakMemoryBytes }) => peakMemoryBytes)));
      return [title, amountText(amount, unit), secondsText(ms), `${secondsText(min)}–${secondsText(max)}`, memory];
    }),
  );
  return table([['way', unit === 'files' ? 'files' : 'size', 's (median)', 's (min–max)', 'memory MB'], ...rows]);
}

function batchTable({ jobs, asJobs, asOneJob, load }: BatchResult): string {
  const row = (title: string, samples: readonly Sample[]) => {
    const { median: ms, min, max } = spread(samples.map(({ wallMs }) => wallMs));
    return [title, secondsText(ms), `${secondsText(min)}–${secondsText(max)}`, rateText(load.bytes, ms)];
  };
  const heading = ['the same tree', 's (median)', 's (min–max)', 'MB/s'];
  return table([heading, row(`as ${jobs} jobs`, asJobs), row('as one job', asOneJob)]);
}

function targetTable({ targets }: Report): string {
  const rows = targets.map(({ says, bound, target, measured, isMet, reservation }) => {
    const verdict = isMet ? 'yes' : `**no**${reservation === undefined ? '' : `: ${reservation}`}`;
    return [says, `${bound} ${target}`, digits(measured), verdict];
  });
  return table([['what', 'target', 'measured', 'met'], ...rows]);
}

function conditions({ measuredAt, command, version, machine, programs }: Report): string {
  const said = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  const versions = Object.values(programs).join('; ');
  return `\`${command}\`, ${measuredAt}, evidence-copy ${version}, ${said.join(', ')}${versions && `; ${versions}`}`;
}
