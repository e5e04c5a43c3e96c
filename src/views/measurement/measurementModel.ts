import type { ComparedRow } from '../../client/comparison/comparedRow';
import type { Comparison, ComparisonStep } from '../../client/comparison/compareMethods';
import type { Measurement } from '../../client/comparison/measurement';
import type { MethodName } from '../../client/comparison/methods';
import type { Volume } from '../../engine/model/result/volume';
import { printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { formatBytes, formatRate, formatTime } from '../../engine/model/text/units';
import { VERSION } from '../../engine/model/version';
import { jobName } from '../text/jobNameModel';

/** One method, as it is shown. */
export interface MeasuredRow {
  readonly name: string;
  readonly explanation: string;
  readonly time: string;
  readonly runs: string;
  readonly rate: string;
  readonly sourceReads: number;
  readonly destinationReads: number;
  readonly readsSaved: number;
  /** Median and single runs, in milliseconds. */
  readonly durationMs: number;
  readonly durationsMs: readonly number[];
}

/** Everything that the report of a measurement says, as plain text. */
export interface MeasurementReport {
  readonly title: string;
  /** What the figures mean, in one sentence. */
  readonly verdict: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly rows: readonly MeasuredRow[];
  readonly notes: readonly string[];
}

/** What the report of a measurement says; `locale` is that of the person, for the date. */
export function measurementReport(measurement: Measurement, locale: string, t: Translate): MeasurementReport {
  const { comparison, request, measuredAt, machine } = measurement;
  const { rows, files, bytes, sourceVolumes, destinationVolume } = comparison;
  const destination = printable(request.destinations[0] ?? '');
  return {
    title: t('Buffer reuse on this machine'),
    verdict: verdict(comparison, t),
    facts: [
      [
        t('Copied'),
        `${jobName(request, t)}: ${files === 1 ? t('1 file') : t('{0} files', files)}, ${formatBytes(bytes, t)}`,
      ],
      [t('From'), sourceVolumes.map((volume) => volumeText(volume, t)).join('; ') || t('not told by the system')],
      [t('To'), destinationVolume === null ? destination : `${destination} (${volumeText(destinationVolume, t)})`],
      [
        t('Machine'),
        t(
          '{0}, {1} cores, {2} of memory, {3}',
          machine.processor,
          machine.cores,
          formatBytes(machine.memory, t),
          machine.system,
        ),
      ],
      [t('Measured'), measuredAt.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' })],
      [t('Program'), `Evidence Copy ${VERSION}`],
    ],
    rows: rows.map((row) => measuredRow(row, t)),
    notes: notes(measurement, t),
  };
}

/** What is being done while a measurement is made. */
export function stepText({ method, number, of }: ComparisonStep, t: Translate): string {
  if (method === null || of === null) return t('first copy, not measured');
  return t('{0}, copy {1} of {2}', methodWords(method, t).name, number, of);
}

/** What the figures mean. It claims a difference only where every run of one method was quicker than all of the other. */
function verdict({ rows, bytes }: Comparison, t: Translate): string {
  const threePass = rows.find(({ name }) => name === 'three-pass');
  const reuse = rows.find(({ name }) => name === 'buffer reuse');
  if (threePass === undefined || reuse === undefined || bytes === 0) {
    return t('Nothing with content was copied, so there is nothing to compare.');
  }
  const [slow, fast] = [formatTime(threePass.durationMs, t), formatTime(reuse.durationMs, t)];
  const reads = threePass.sourceReads + threePass.destinationReads;
  const fewer = reads - reuse.sourceReads - reuse.destinationReads;
  if (Math.max(...reuse.durationsMs) < Math.min(...threePass.durationsMs)) {
    const factor = t.number(threePass.durationMs / reuse.durationMs, 1);
    return t(
      'Buffer reuse was {0} times as fast as three passes, for the same proof: {1} instead of {2}, with {3} of {4} reads saved.',
      factor,
      fast,
      slow,
      fewer,
      reads,
    );
  }
  if (Math.min(...reuse.durationsMs) > Math.max(...threePass.durationsMs)) {
    return t(
      'Buffer reuse was slower here: {0} instead of {1}, although it saved {2} of {3} reads for the same proof.',
      fast,
      slow,
      fewer,
      reads,
    );
  }
  return t(
    'Buffer reuse took {0}, three passes {1}; single runs overlap, so this shows no certain difference in time. It saved {2} of {3} reads for the same proof.',
    fast,
    slow,
    fewer,
    reads,
  );
}

function measuredRow(row: ComparedRow, t: Translate): MeasuredRow {
  const { durationMs, durationsMs, sourceReads, destinationReads, readsSaved } = row;
  return {
    ...methodWords(row.name, t),
    time: formatTime(durationMs, t),
    // A number and its unit stay on one line.
    runs: durationsMs.map((each) => formatTime(each, t).replaceAll(' ', '\u00a0')).join(', '),
    rate: formatRate(row.bytesPerSecond, t),
    sourceReads,
    destinationReads,
    readsSaved,
    durationMs,
    durationsMs,
  };
}

/** What people call a method, and what it does. */
function methodWords(name: MethodName, t: Translate): Pick<MeasuredRow, 'name' | 'explanation'> {
  switch (name) {
    case 'three-pass':
      return { name: t('Three passes'), explanation: t('hash the source, copy it, hash the copy; grade readBack') };
    case 'buffer reuse':
      return {
        name: t('Buffer reuse'),
        explanation: t('one read of the source, then the copy read back; grade readBack'),
      };
    case 'stream':
      return { name: t('Stream'), explanation: t('one read of the source, the copy not read back; grade stream') };
    default:
      return name satisfies never;
  }
}

function notes({ comparison, machine, wasDisturbed }: Measurement, t: Translate): readonly string[] {
  const { runs, bytes } = comparison;
  // Programs and the copy itself need memory, too: what takes half of it may not stay there.
  const fits = bytes * 2 < machine.memory;
  return [
    ...(wasDisturbed ? [t('A job of the queue ran at the same time: measure again when nothing else runs.')] : []),
    t('Times are medians of {0} runs of each method, in this order and in the reverse order by turns.', runs),
    fits
      ? t(
          'A copy that was not measured went first. After it the source was most likely in memory: reading it once instead of twice saves more where it comes from a disk.',
        )
      : t(
          'A copy that was not measured went first. The source is too large to stay in memory, so most of it came from its disk each time.',
        ),
    t('"Stream" reads nothing back and proves nothing about the copy. The other two prove the same.'),
    t('The copies were made in a folder of their own in the destination, and removed.'),
  ];
}

function volumeText({ type, device, disk }: Volume, t: Translate): string {
  const model = disk?.model ?? (disk?.transport === 'virtual' ? t('virtual') : null);
  return model === null ? `${type}, ${device}` : `${type}, ${device}, ${model}`;
}
