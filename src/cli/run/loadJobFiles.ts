import type { JobFileFault } from '../../client/jobFile/jobFileFault';
import { faultLine } from '../../client/jobFile/jobFileFault';
import { readJobFile } from '../../client/jobFile/readJobFile';
import type { JobRequest } from '../../engine/model/job/job';
import { type PathText, pathFields, printable } from '../../engine/model/text/pathText';
import { UsageError } from '../arguments/usageError';

/** One job of a batch. */
export interface BatchJob {
  /** Absolute path of its job file. */
  readonly file: PathText;
  readonly request: JobRequest;
  readonly notes: readonly string[];
}

/** Reads all job files of a batch. Throws {@link UsageError} with every fault of every file if one of them is refused. */
export async function loadJobFiles(files: readonly PathText[]): Promise<BatchJob[]> {
  const jobs: BatchJob[] = [];
  const refused: { readonly file: PathText; readonly faults: readonly JobFileFault[] }[] = [];
  for (const file of files) {
    const read = await readJobFile(file);
    if ('faults' in read) refused.push({ file, faults: read.faults });
    else jobs.push({ file, request: read.request, notes: read.notes });
  }
  if (refused.length === 0) return jobs;
  const lines = refused.flatMap(({ file, faults }) =>
    faults.map((fault) => `  ${printable(file)}: ${faultLine(fault)}`),
  );
  const of = files.length === 1 ? 'the job file is' : `${refused.length} of ${files.length} job files are`;
  throw new UsageError([`${of} not valid; nothing was run`, ...lines].join('\n'), {
    faults: refused.flatMap(({ file, faults }) =>
      faults.map(({ line, column, path, message }) => ({ ...pathFields('file', file), line, column, path, message })),
    ),
  });
}
