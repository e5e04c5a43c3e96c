import { LAST_EVENTS } from '../journal/closing';
import type { LineWriter } from '../lines/lineWriter';
import { outcomeJson } from '../model/item/itemJson';
import type { ItemOutcome } from '../model/item/outcome';
import type { JobRequest } from '../model/job/job';
import { summaryJson } from '../model/result/summaryJson';
import { type PathText, pathFields, printable } from '../model/text/pathText';
import type { AttemptRecord, RecordEnding, RecordHead, RecordKind } from './attemptRecord';

/** The whole record of an attempt for other programs; one item a line. */
export const reportJson: RecordKind = { name: 'report.json', open: (lines) => new ReportJson(lines) };

class ReportJson implements AttemptRecord {
  #separator = '\n';

  constructor(private readonly lines: LineWriter) {}

  begin({ attempt: { jobId, attempt, request }, surroundings }: RecordHead): void {
    const head = {
      format: 'evidence-copy report',
      formatVersion: 1,
      ...surroundings,
      job: { jobId, attempt, request: requestJson(request) },
    };
    this.lines.write(`${JSON.stringify(head, null, 2).slice(0, -2)},\n  "items": [`);
  }

  add(outcome: ItemOutcome): void {
    this.lines.write(`${this.#separator}    ${JSON.stringify(outcomeJson(outcome))}`);
    this.#separator = ',\n';
  }

  finish({ summary, custodyLog }: RecordEnding): void {
    const text = JSON.stringify(summaryJson(summary), null, 2).replaceAll('\n', '\n  ');
    const log = JSON.stringify({ ...custodyLog, endsWith: LAST_EVENTS });
    this.lines.write(`\n  ],\n  "summary": ${text},\n  "custodyLog": ${log}\n}\n`);
  }
}

function requestJson(request: JobRequest): Record<string, unknown> {
  const { label, sources, destinations, records } = request;
  const paths = (list: readonly PathText[]) => list.map((path) => pathFields('path', path));
  return {
    ...request,
    label: printable(label),
    sources: paths(sources),
    destinations: paths(destinations),
    records: { ...records, ...(records.folder && pathFields('folder', records.folder)) },
  };
}
