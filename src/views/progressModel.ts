import type { RunningEntry } from '../client/queueState';
import { formatBytes, formatDuration, formatRate } from '../engine/model/units';
import type { Translate } from './translate';

/** What the running job is doing, in a word or two. */
export function activityText(running: RunningEntry, t: Translate): string {
  if (running.cancelling !== null) return t('Cancelling');
  if (running.state === 'paused') return t('Paused');
  switch (running.phase) {
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
    default:
      return running.phase satisfies never;
  }
}

/** Whole per cent, rounded down so that 100 appears only at the very end; null until the plan is known. */
export function percentText(running: RunningEntry): string | null {
  const fraction = running.progress?.fraction ?? null;
  return fraction === null ? null : `${Math.floor(fraction * 100)}%`;
}

/** The current rate, while bytes are being copied; null where a number would say nothing. */
export function rateText(running: RunningEntry): string | null {
  const copying = running.phase === 'copying' && running.state === 'running' && running.cancelling === null;
  return copying && running.progress !== null ? formatRate(running.progress.currentRate) : null;
}

/** Bytes done of bytes planned, and what is left of time; null until the plan is known. */
export function amountText(running: RunningEntry, t: Translate): string | null {
  const { progress } = running;
  if (progress === null || progress.fraction === null) return null;
  const done = t('{0} of {1}', formatBytes(progress.bytesDone), formatBytes(progress.bytesPlanned));
  if (progress.etaMs === null || running.state === 'paused' || running.cancelling !== null) return done;
  return t('{0}, {1} left', done, formatDuration(progress.etaMs));
}

/** The number of items that failed so far, as a warning; null while there are none. */
export function failedText(running: RunningEntry, t: Translate): string | null {
  const failed = running.progress?.itemsFailed ?? 0;
  return failed === 0 ? null : t('{0} FAILED', failed);
}
