import type { RunningEntry } from '../../client/queue/queueState';
import { PHASES, type Phase } from '../../engine/model/job/phase';
import type { SpeedSample } from '../../engine/model/result/summary';
import { type Html, html, NOTHING } from '../../engine/model/text/markup';
import { printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { formatRate } from '../../engine/model/text/units';
import { amountText, percentText } from '../states/progressModel';
import { isStalled, phaseText, runningState } from '../states/stateModel';
import { jobName } from '../text/jobNameModel';
import { rateChart } from './rateChartModel';

const BAR_WIDTH = 760;

/** A running job at one moment: what it does, how far and how fast, what failed so far. Only to be looked at. */
export function liveContent(running: RunningEntry, samples: readonly SpeedSample[], t: Translate): Html {
  const { attempt, progress } = running;
  const done = Math.round((progress?.fraction ?? 0) * BAR_WIDTH);
  return html`<h1>${jobName(attempt.request, t)}</h1>
<p class="${isStalled(running) ? 'activity bad' : 'activity'}"><strong>${percentText(running, t) ?? '…'}</strong> ${runningState(running, t).text}</p>
<svg class="progress" viewBox="0 0 ${BAR_WIDTH} 6" preserveAspectRatio="none" role="img" aria-label="${percentText(running, t) ?? ''}"><rect class="whole" width="${BAR_WIDTH}" height="6"/><rect class="done" width="${done}" height="6"/></svg>
<ol>${phasesOf(running).map((phase) => step(phase, running.phase, t))}</ol>
${samples.length < 2 ? NOTHING : html`<figure>${rateChart(samples, t('Rate over time'), t)}</figure>`}
<dl>${facts(running, t).map(([name, value, tone]) => html`<dt>${name}</dt><dd class="${tone}">${value}</dd>`)}</dl>`;
}

function phasesOf({ attempt }: RunningEntry): readonly Phase[] {
  return PHASES.filter((phase) => phase !== 'archiving' || attempt.request.zip !== 'none');
}

function step(phase: Phase, current: Phase, t: Translate): Html {
  const name = phaseText(phase, t);
  if (phase === current) return html`<li class="now" aria-current="step">${name}</li>`;
  return html`<li class="${PHASES.indexOf(phase) < PHASES.indexOf(current) ? 'past' : 'later'}">${name}</li>`;
}

type Fact = readonly [name: string, value: string, tone: 'plain' | 'bad'];

function facts(running: RunningEntry, t: Translate): readonly Fact[] {
  const { attempt, progress } = running;
  const place: readonly Fact[] = [
    [t('Sources'), attempt.request.sources.map(printable).join('\n'), 'plain'],
    [t('Destination'), attempt.request.destinations.map(printable).join('\n'), 'plain'],
  ];
  if (progress === null) return place;
  const { currentRate, averageRate, peakRate, itemsDone, itemsPlanned, itemsFailed, currentPath } = progress;
  return [
    [t('Current item'), currentPath === null ? '–' : printable(currentPath), 'plain'],
    [t('Failures so far'), itemsFailed === 0 ? t('none') : t.number(itemsFailed), itemsFailed === 0 ? 'plain' : 'bad'],
    [t('Amount'), amountText(running, t) ?? t('not known yet'), 'plain'],
    [t('Items'), t('{0} of {1}', itemsDone, itemsPlanned), 'plain'],
    [
      t('Rate'),
      t(
        '{0} now, {1} on average, {2} at most',
        formatRate(currentRate, t),
        formatRate(averageRate, t),
        formatRate(peakRate, t),
      ),
      'plain',
    ],
    ...place,
  ];
}
