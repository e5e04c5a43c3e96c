import type { LineWriter } from '../lines/lineWriter';
import { jobFileOf } from '../model/job/jobFileOf';
import type { AttemptRecord, RecordHead, RecordKind } from './attemptRecord';

/** The fully resolved request as a job file: `evidence-copy run job.json` asks for the same job once more. */
export const jobJson: RecordKind = { name: 'job.json', open: (lines) => new JobJson(lines) };

class JobJson implements AttemptRecord {
  constructor(private readonly lines: LineWriter) {}

  begin({ attempt }: RecordHead): void {
    this.lines.write(jobFileOf(attempt.request));
  }

  add(): void {}

  finish(): void {}
}
