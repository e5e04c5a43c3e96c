import type { RunningEntry } from '../../client/queue/queueState';
import type { Translate } from '../../engine/model/text/translate';
import { formatBytes, formatRate, formatRemaining } from '../../engine/model/text/units';
import { isStalled } from './stateModel';

/** Whole per cent, rounded down so that 100 appears only at the very end; null until the plan is known. */
export function percentText(running: RunningEntry, t: Translate): string | null {
  const fraction = running.progress?.fraction ?? null;
  return fraction === null ? null : t('{0}%', Math.floor(fraction * 100));
}

/** The current rate, while bytes are being copied; null where a number would say nothing. */
export function rateText(running: RunningEntry, t: Translate): string | null {
  const { progress } = running;
  const isCopying = running.phase === 'copying' && isMoving(running);
  return isCopying && progress?.life === 'working' ? formatRate(progress.currentRate, t) : null;
}

/** What is left of time; null where nobody can say. */
export function leftText(running: RunningEntry, t: Translate): string | null {
  const etaMs = running.progress?.etaMs ?? null;
  if (etaMs === null || !isMoving(running)) return null;
  return t('{0} left', formatRemaining(etaMs));
}

/** Bytes done of bytes planned, and what is left of time; null until the plan is known. */
export function amountText(running: RunningEntry, t: Translate): string | null {
  const { progress } = running;
  if (progress === null || progress.fraction === null) return null;
  const done = t('{0} of {1}', formatBytes(progress.bytesDone, t), formatBytes(progress.bytesPlanned, t));
  const left = leftText(running, t);
  return left === null ? done : `${done}, ${left}`;
}

/** The number of items that failed so far, as a warning; null while there are none. */
export function failedText(running: RunningEntry, t: Translate): string | null {
  const failed = running.progress?.itemsFailed ?? 0;
  return failed === 0 ? null : t('{0} FAILED', failed);
}

function isMoving(running: RunningEntry): boolean {
  return running.state === 'running' && running.cancelling === null && !isStalled(running);
}
