import type { Progress } from '../../client/progress/progress';
import type { Phase } from '../../engine/model/job/phase';
import { printable } from '../../engine/model/text/pathText';
import { formatRate, formatRemaining } from '../../engine/model/text/units';

const BAR = 20;
const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  planning: 'planning',
  copying: 'copying',
  validating: 'checking',
  publishing: 'publishing',
  recording: 'recording',
  archiving: 'zipping',
};

/** One line of at most `width` columns: bar, percentage, MB/s, time left, phase and the current file. */
export function progressLine(progress: Progress, width: number): string {
  const { fraction, itemsPlanned, currentRate, etaMs, currentPath } = progress;
  const word = wordFor(progress);
  if (fraction === null) return cut(`${word}: ${itemsPlanned} items found`, width);
  const filled = Math.floor(fraction * BAR);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}]`;
  const percentage = `${Math.floor(fraction * 100)} %`.padStart(5);
  const left = etaMs === null ? '' : `  ${formatRemaining(etaMs)} left`;
  const line = `${bar} ${percentage}  ${formatRate(currentRate).padStart(9)}${left}  ${word}`;
  return cut(currentPath === null ? line : `${line}  ${printable(currentPath)}`, width);
}

function wordFor({ phase, paused, life }: Progress): string {
  if (life === 'stalled') return 'STALLED, the device does not answer';
  if (paused) return 'paused';
  return life === 'writingToDisk' ? 'writing to disk' : PHASE_WORDS[phase];
}

/** Leaves the last column free: some terminals break the line when it is used. */
function cut(line: string, width: number): string {
  const most = Math.max(1, width - 1);
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
