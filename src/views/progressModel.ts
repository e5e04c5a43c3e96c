import type { RunningEntry } from '../client/queueState';
import type { Phase } from '../engine/model/phase';
import { formatBytes, formatDuration, formatRate } from '../engine/model/units';
import type { Translate } from './translate';

/** Whether the running job waits for a device that does not answer. */
export function isStalled({ progress }: RunningEntry): boolean {
  return progress?.life === 'stalled';
}

/** What the running job is doing, in a few words. */
export function activityText(running: RunningEntry, t: Translate): string {
  if (isStalled(running)) return t('stalled — the device does not answer');
  if (running.cancelling !== null) return t('Cancelling');
  if (running.state === 'paused') return t('Paused');
  if (running.progress?.life === 'writingToDisk') return t('Writing to disk');
  return phaseText(running.phase, t);
}

/** What a job does in a phase, in a few words. */
export function phaseText(phase: Phase, t: Translate): string {
  switch (phase) {
    case 'planning':
      return t('Planning');
    case 'copying':
      return t('Copying');
    case 'validating':
      return t('Validating');
    case 'publishing':
      return t('Publishing');
    case 'recording':
      return t('Writing records');
    case 'archiving':
      return t('Making the ZIP');
    default:
      return phase satisfies never;
  }
}

/** Name of the codicon for what the running job is doing. */
export function activityIcon(running: RunningEntry): string {
  if (isStalled(running)) return 'warning';
  return running.state === 'paused' ? 'debug-pause' : 'sync~spin';
}

/** Whole per cent, rounded down so that 100 appears only at the very end; null until the plan is known. */
export function percentText(running: RunningEntry): string | null {
  const fraction = running.progress?.fraction ?? null;
  return fraction === null ? null : `${Math.floor(fraction * 100)}%`;
}

/** The current rate, while bytes are being copied; null where a number would say nothing. */
export function rateText(running: RunningEntry): string | null {
  const { progress } = running;
  const copying = running.phase === 'copying' && running.state === 'running' && running.cancelling === null;
  return copying && progress?.life === 'working' ? formatRate(progress.currentRate) : null;
}

/** Bytes done of bytes planned, and what is left of time; null until the plan is known. */
export function amountText(running: RunningEntry, t: Translate): string | null {
  const { progress } = running;
  if (progress === null || progress.fraction === null) return null;
  const done = t('{0} of {1}', formatBytes(progress.bytesDone), formatBytes(progress.bytesPlanned));
  const isMoving = running.state === 'running' && running.cancelling === null && !isStalled(running);
  if (progress.etaMs === null || !isMoving) return done;
  return t('{0}, {1} left', done, formatDuration(progress.etaMs));
}

/** The number of items that failed so far, as a warning; null while there are none. */
export function failedText(running: RunningEntry, t: Translate): string | null {
  const failed = running.progress?.itemsFailed ?? 0;
  return failed === 0 ? null : t('{0} FAILED', failed);
}
