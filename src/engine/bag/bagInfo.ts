import type { CaseData } from '../model/case/caseData';
import type { Attempt } from '../model/job/job';
import { printable } from '../model/text/pathText';
import { VERSION } from '../model/version';

/** Characters of a line, its end not counted (RFC 8493 §2.2.2: no more than 79 are recommended). */
const LINE = 78;

/** Files and bytes of a payload. */
export interface PayloadSize {
  readonly bytes: number;
  readonly files: number;
}

/** Case data by the element that holds it. The first five are reserved elements of RFC 8493 §2.2.2. */
const ELEMENTS: readonly (readonly [label: string, read: (data: CaseData) => string | undefined])[] = [
  ['Source-Organization', (data) => data.organisation],
  ['Contact-Name', (data) => data.examiner],
  ['External-Identifier', (data) => data.caseNumber],
  ['External-Identifier', (data) => data.exhibit],
  ['External-Description', (data) => data.notes],
  ['Case-Number', (data) => data.caseNumber],
  ['Exhibit', (data) => data.exhibit],
  ['Examiner-Id', (data) => data.examinerId],
  ['Business-Name', (data) => data.businessName],
  ['Location', (data) => data.location],
  ['Recording-Start', (data) => data.start],
  ['Recording-End', (data) => data.end],
  ['Recorder-Make', (data) => data.recorder?.make],
  ['Recorder-Model', (data) => data.recorder?.model],
  ['Recorder-Serial', (data) => data.recorder?.serial],
  ['Write-Blocker', (data) => data.writeBlocker],
  ['Recorder-Clock', (data) => data.recorderClock],
  ['Recorder-Zone', (data) => data.recorderZone],
  ['Reference-Clock', (data) => data.referenceClock],
];

/** The text of `bag-info.txt` (RFC 8493 §2.2.2). No value can add an element: line ends in it become folded lines. */
export function bagInfo({ jobId, request }: Attempt, { bytes, files }: PayloadSize, startedAt: Date): string {
  const { caseData = {} } = request;
  const elements: [string, string | undefined][] = [
    ...ELEMENTS.map(([label, read]): [string, string | undefined] => [label, read(caseData)]),
    ['Internal-Sender-Identifier', jobId],
    ['Internal-Sender-Description', request.label],
    ['Bagging-Date', startedAt.toISOString().slice(0, 10)],
    ['Payload-Oxum', `${bytes}.${files}`],
    ['Bag-Software-Agent', `Evidence Copy ${VERSION}`],
  ];
  return elements.map(([label, value]) => (value === undefined ? '' : element(label, value))).join('');
}

/** One element; a value that is too long, or has several lines, goes on in lines that begin with a blank. */
function element(label: string, value: string): string {
  const lines = value
    .split(/[\r\n]+/)
    .map((line) => printable(line.replaceAll('\t', ' ')).trim())
    .filter((line) => line !== '');
  return `${folded(`${label}: ${lines.join('\n')}`).join('\n ')}\n`;
}

function folded(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const parts: string[] = [];
    let rest = line;
    while (rest.length > LINE) {
      const at = rest.lastIndexOf(' ', LINE);
      // Nothing to break at, or only what stands between label and value.
      if (at <= rest.indexOf(': ') + 1) break;
      parts.push(rest.slice(0, at));
      rest = rest.slice(at + 1);
    }
    return [...parts, rest];
  });
}
