import type { QueueState } from '../client/queueListener';
import type { RunningEntry } from '../client/queueState';
import { printable } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';
import { formatRate } from '../engine/model/units';
import { jobName } from './jobNameModel';
import { activityIcon, activityText, amountText, failedText, isStalled, percentText, rateText } from './progressModel';
import { durationText, type ResultModel, resultModel } from './resultModel';
import type { Translate } from './translate';
import { unseenResults } from './unseenModel';

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
  const unseen = unseenResults(state);
  if (state.running !== null) {
    return state.elsewhere === null
      ? runningModel(state, state.running, unseen, t)
      : elsewhereModel(state, state.running, t);
  }
  return unseen.length === 0 ? null : endedModel(unseen, t);
}

/** What another window does: how far it has come is not known here. */
function elsewhereModel(state: QueueState, running: RunningEntry, t: Translate): StatusBarModel {
  const spoken = t('Copying in another window');
  return {
    text: `$(sync) ${spoken}`,
    tooltip: [
      t('{0} "{1}" to {2}', t('Copying'), ...nameAndPlace(running, t)),
      ...waitingLines(state, t),
      t('Click to look at the copies.'),
    ],
    spoken: t('Evidence Copy: {0}', spoken),
    emphasis: 'none',
  };
}

function runningModel(
  state: QueueState,
  running: RunningEntry,
  unseen: readonly JobSummary[],
  t: Translate,
): StatusBarModel {
  const failed = failedText(running, t);
  const parts = [rateText(running) ?? activityText(running, t), percentText(running)];
  const next = state.waiting.filter((job) => job.state === 'queued' && (state.isStarted || job.start === 'atOnce'));
  if (next.length > 0) parts.push(t('{0} jobs left', next.length + 1));
  if (failed !== null) parts.push(failed);
  const spoken = present(parts).join(' · ');
  return {
    text: `$(${activityIcon(running)}) ${spoken}`,
    tooltip: runningTooltip(state, running, unseen, t),
    spoken: t('Evidence Copy: {0}', spoken),
    emphasis: failed === null && !isStalled(running) && !unseen.some(hasFailed) ? 'none' : 'warning',
  };
}

function runningTooltip(
  state: QueueState,
  running: RunningEntry,
  unseen: readonly JobSummary[],
  t: Translate,
): readonly string[] {
  const rates = running.progress;
  return present([
    t('{0} "{1}" to {2}', activityText(running, t), ...nameAndPlace(running, t)),
    amountText(running, t),
    rates === null || rates.peakRate === 0
      ? null
      : t('On average {0}, at most {1}', formatRate(rates.averageRate), formatRate(rates.peakRate)),
    rates === null || rates.currentPath === null ? null : printable(rates.currentPath),
    ...waitingLines(state, t),
    ...unseen.map((summary) => t('Ended: "{0}", {1}', jobName(summary, t), resultModel(summary, t).headline)),
    t('Click to pause, cancel or look at the copies.'),
  ]);
}

function nameAndPlace({ attempt: { request } }: RunningEntry, t: Translate): [string, string] {
  return [jobName(request, t), printable(request.destinations[0] ?? '')];
}

function waitingLines({ waiting }: QueueState, t: Translate): readonly string[] {
  return waiting.slice(0, 5).map(({ state, attempt }) => {
    const name = jobName(attempt.request, t);
    return state === 'held' ? t('HELD: "{0}"', name) : t('Waiting: "{0}"', name);
  });
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
