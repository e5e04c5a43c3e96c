import type { QueueState } from '../../client/queue/queueListener';
import type { RunningEntry } from '../../client/queue/queueState';
import type { JobSummary } from '../../engine/model/result/summary';
import type { Translate } from '../../engine/model/text/translate';
import { formatRate } from '../../engine/model/text/units';
import { amountText, failedText, leftText, percentText, rateText } from '../states/progressModel';
import { durationText } from '../states/resultModel';
import { elsewhereState, endedState, gradeMark, runningState, type StateModel } from '../states/stateModel';
import { unseenResults } from '../states/unseenModel';
import { destinationsText, jobName, shortPath } from '../text/jobNameModel';
import { dotted, present } from '../text/partsModel';

/** More waiting jobs than this are counted, not named. */
const NAMED = 5;

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
  return unseen.length === 0 ? null : endedModel(unseen, unseen.length < state.ended.length, t);
}

function elsewhereModel(state: QueueState, running: RunningEntry, t: Translate): StatusBarModel {
  const { icon, text } = elsewhereState(t);
  return {
    text: `$(${icon}) ${text}`,
    tooltip: [placeLine(running, t), text, ...waitingLines(state, t), t('Click to show the Batch Queue.')],
    spoken: t('Evidence Copy: {0}', text),
    emphasis: 'none',
  };
}

function runningModel(
  state: QueueState,
  running: RunningEntry,
  unseen: readonly JobSummary[],
  t: Translate,
): StatusBarModel {
  const { icon, text, tone } = runningState(running, t);
  const next = state.waiting.filter((job) => job.state === 'queued' && (state.isStarted || job.start === 'atOnce'));
  const spoken = dotted([
    rateText(running, t) ?? text,
    percentText(running, t),
    leftText(running, t),
    next.length === 0 ? null : t('{0} jobs left', next.length + 1),
    failedText(running, t),
  ]);
  return {
    text: `$(${icon}) ${spoken}`,
    tooltip: runningTooltip(state, running, unseen, t),
    spoken: t('Evidence Copy: {0}', spoken),
    emphasis: tone === 'plain' && !unseen.some(({ status }) => status !== 'complete') ? 'none' : 'warning',
  };
}

function runningTooltip(
  state: QueueState,
  running: RunningEntry,
  unseen: readonly JobSummary[],
  t: Translate,
): readonly string[] {
  const { progress } = running;
  return present([
    placeLine(running, t),
    dotted([runningState(running, t).text, amountText(running, t)]),
    progress === null || progress.peakRate === 0
      ? null
      : t('On average {0}, at most {1}', formatRate(progress.averageRate, t), formatRate(progress.peakRate, t)),
    progress === null || progress.currentPath === null ? null : shortPath(progress.currentPath),
    ...waitingLines(state, t),
    ...unseen.map((summary) => t('Ended: "{0}", {1}', jobName(summary, t), endedState(summary, t).text)),
    t('Click to show the Batch Queue.'),
  ]);
}

function placeLine({ attempt: { request } }: RunningEntry, t: Translate): string {
  return t('"{0}" to {1}', jobName(request, t), destinationsText(request.destinations, t));
}

function waitingLines({ waiting }: QueueState, t: Translate): readonly string[] {
  const named = waiting.slice(0, NAMED).map(({ state, attempt }) => {
    const name = jobName(attempt.request, t);
    return state === 'held' ? t('HELD: "{0}"', name) : t('Waiting: "{0}"', name);
  });
  return waiting.length > NAMED ? [...named, t('… and {0} more', waiting.length - NAMED)] : named;
}

/** @param othersSeen Whether the person has looked at other ones. */
function endedModel(unseen: readonly JobSummary[], othersSeen: boolean, t: Translate): StatusBarModel {
  const states = unseen.map((summary) => endedState(summary, t));
  const failed = states.filter(({ kind }) => kind !== 'complete').length;
  const [only] = states;
  const spoken =
    states.length === 1 && only !== undefined ? only.text : countText(failed, states.length, othersSeen, t);
  return {
    text: `$(${iconOf(states)}) ${spoken}`,
    tooltip: [...unseen.map((summary) => endedLine(summary, t)), t('Click to show the Batch Queue.')],
    spoken: t('Evidence Copy: {0}', spoken),
    emphasis: failed === 0 ? 'none' : 'error',
  };
}

function endedLine(summary: JobSummary, t: Translate): string {
  const name = jobName(summary, t);
  const state = dotted([endedState(summary, t).text, gradeMark(summary, t)]);
  // When an interrupted job ended, nobody knows.
  return summary.status === 'interrupted'
    ? t('"{0}": {1}', name, state)
    : t('"{0}": {1}, after {2}', name, state, durationText(summary, t));
}

/** Where some were looked at, these are not the numbers of the batch, which the notification told. */
function countText(failed: number, all: number, othersSeen: boolean, t: Translate): string {
  if (failed === 0) return t('{0} jobs complete', all);
  return othersSeen ? t('{0} of {1} unseen jobs FAILED', failed, all) : t('{0} of {1} jobs FAILED', failed, all);
}

/** One icon for several results: that of the worst. */
function iconOf(states: readonly StateModel[]): string {
  const worst = states.find(({ kind }) => kind !== 'complete') ?? states.find(({ tone }) => tone !== 'good');
  return (worst ?? states[0])?.icon ?? 'copy';
}
