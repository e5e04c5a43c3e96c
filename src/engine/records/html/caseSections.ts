import type { CaseData } from '../../model/case/caseData';
import { type CorrectedTime, timeOffset } from '../../model/case/timeOffset';
import { facts, type Html, html, NOTHING, section } from './markup';

/** What the person said about the case, and the times of the recording by the reference clock. */
export function caseSections(caseData: CaseData | undefined): Html {
  if (caseData === undefined) return NOTHING;
  return html`${caseSection(caseData)}${offsetSection(caseData)}`;
}

function caseSection(caseData: CaseData): Html {
  const { recorder, notes } = caseData;
  const lines = notes?.split(/\r\n|[\n\r]/) ?? [];
  return section(
    'case',
    'Case',
    facts([
      ['Case number', caseData.caseNumber],
      ['Exhibit', caseData.exhibit],
      ['Examiner', joined(caseData.examiner, caseData.examinerId)],
      ['Organisation', caseData.organisation],
      ['Business', caseData.businessName],
      ['Location', caseData.location],
      ['Recording starts', caseData.start && `${shown(caseData.start)} (recorder time)`],
      ['Recording ends', caseData.end && `${shown(caseData.end)} (recorder time)`],
      ['Recorder', joined([recorder?.make, recorder?.model].filter(Boolean).join(' ') || undefined, recorder?.serial)],
      ['Write blocker', caseData.writeBlocker],
    ]),
    ...(lines.length === 0 ? [] : [html`<h3>Notes</h3>`, ...lines.map((line) => html`<p>${line}</p>`)]),
    html`<p class="soft">As entered by the person who started the copy; none of it was checked.</p>`,
  );
}

function offsetSection(caseData: CaseData): Html {
  const { recorderClock, referenceClock, recorderZone, start, end } = caseData;
  if ([recorderClock, referenceClock, start, end].every((value) => value === undefined)) return NOTHING;
  const offset = timeOffset(caseData);
  if ('missing' in offset) return section('time-offset', 'Time offset', html`<p>${offset.missing}</p>`);
  const seconds = offset.offsetMs / 1000;
  return section(
    'time-offset',
    'Time offset',
    facts([
      ['Recorder showed', recorderClock && `${shown(recorderClock)}, ${recorderZone ?? ''}`],
      ['Reference showed', referenceClock && shown(referenceClock)],
      ['Offset', `${seconds > 0 ? '+' : ''}${seconds} s: ${offset.words}`],
    ]),
    times('Start', offset.start),
    times('End', offset.end),
    html`<p class="soft">Offset = recorder − reference; positive: the recorder is fast. Corrected = shown − offset.</p>`,
    ...offset.notices.map((notice) => html`<p class="note">${notice}</p>`),
  );
}

function times(name: string, time: CorrectedTime | null): Html {
  if (time === null) return NOTHING;
  const { alternative } = time;
  return facts([
    [`${name} as shown`, shown(time.shown)],
    [`${name} corrected`, html`<strong>${shown(time.corrected)}</strong> (UTC ${shown(time.correctedUtc)})`],
    ['or, second meaning', alternative && `${shown(alternative.corrected)} (UTC ${shown(alternative.correctedUtc)})`],
  ]);
}

function shown(time: string): string {
  return time.replace('T', ' ');
}

function joined(text: string | undefined, inBrackets: string | undefined): string | undefined {
  if (text === undefined) return inBrackets;
  return inBrackets === undefined ? text : `${text} (${inBrackets})`;
}
