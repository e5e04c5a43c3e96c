import type { QueueState, RunningEntry } from '../client/copyQueue';
import { printable } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';
import { formatRate } from '../engine/model/units';
import { jobName } from './jobNameModel';
import { activityText, amountText, failedText, percentText, rateText } from './progressModel';
import { durationText, type ResultModel, resultModel } from './resultModel';
import type { Translate } from './translate';

/** What the status bar says. */
export interface StatusBarModel {
  /** Text with `$(icon)`s. No name from outside is in it. */
  readonly text: string;
  /** Plain lines; names in them are printable, not escaped for Markdown. */
  readonly tooltip: readonly string[];
  /** The text without icons, for screen readers. */
  readonly spoken: string;
  readonly emphasis: 'none' | 'warning' | 'error';
}

/** The status bar for a state of the queue; null where there is nothing to say and it is hidden. */
export function statusBarModel(state: QueueState, t: Translate): StatusBarModel | null {
  if (state.running !== null) return runningModel(state, state.running, t);
  return state.unseen.length === 0 ? null : endedModel(state.unseen, t);
}

function runningModel(state: QueueState, running: RunningEntry, t: Translate): StatusBarModel {
  const failed = failedText(running, t);
  const parts = [rateText(running) ?? activityText(running, t), percentText(running)];
  if (state.waiting.length > 0) parts.push(t('{0} jobs left', state.waiting.length + 1));
  if (failed !== null) parts.push(failed);
  const spoken = present(parts).join(' · ');
  const icon = running.paused ? '$(debug-pause)' : '$(sync~spin)';
  return {
    text: `${icon} ${spoken}`,
    tooltip: runningTooltip(state, running, t),
    spoken: t('Evidence Copy: {0}', spoken),
    emphasis: failed === null && !state.unseen.some(hasFailed) ? 'none' : 'warning',
  };
}

function runningTooltip(state: QueueState, running: RunningEntry, t: Translate): readonly string[] {
  const { request } = running.attempt;
  const rates = running.progress;
  return present([
    t('{0} "{1}" to {2}', activityText(running, t), jobName(request, t), printable(request.destinations[0] ?? '')),
    amountText(running, t),
    rates === null || rates.peakRate === 0
      ? null
      : t('On average {0}, at most {1}', formatRate(rates.averageRate), formatRate(rates.peakRate)),
    rates === null || rates.currentPath === null ? null : printable(rates.currentPath),
    ...state.waiting.map((waiting) => t('Waiting: "{0}"', jobName(waiting.request, t))).slice(0, 5),
    ...state.unseen.map((summary) => t('Ended: "{0}", {1}', jobName(summary, t), resultModel(summary, t).headline)),
    t('Click to pause, cancel or look at the copies.'),
  ]);
}

function endedModel(unseen: readonly JobSummary[], t: Translate): StatusBarModel {
  const results = unseen.map((summary) => resultModel(summary, t));
  const failed = results.filter((result) => result.severity === 'error').length;
  const [only] = results;
  const spoken = results.length === 1 && only !== undefined ? only.headline : countText(failed, results.length, t);
  return {
    text: `$(${iconOf(results)}) ${spoken}`,
    tooltip: [...unseen.map((summary) => endedLine(summary, t)), t('Click to look at the result.')],
    spoken: t('Evidence Copy: {0}', spoken),
    emphasis: failed === 0 ? 'none' : 'error',
  };
}

function endedLine(summary: JobSummary, t: Translate): string {
  const { headline } = resultModel(summary, t);
  return t('"{0}": {1}, after {2}', jobName(summary, t), headline, durationText(summary, t));
}

function countText(failed: number, all: number, t: Translate): string {
  return failed === 0 ? t('{0} copies complete', all) : t('{0} of {1} copies FAILED', failed, all);
}

/** One icon for several results: that of the worst. */
function iconOf(results: readonly ResultModel[]): string {
  const worst =
    results.find((result) => result.severity === 'error') ?? results.find((result) => result.icon === 'copy');
  return (worst ?? results[0])?.icon ?? 'copy';
}

function hasFailed(summary: JobSummary): boolean {
  return summary.status !== 'complete';
}

function present(parts: readonly (string | null)[]): readonly string[] {
  return parts.filter((part) => part !== null);
}
