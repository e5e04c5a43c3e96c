import { randomUUID } from 'node:crypto';
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { parseJobFile } from '../client/jobFile/jobFile';
import type { CopyQueue } from '../client/queue/copyQueue';
import type { StartCondition } from '../client/queue/queueState';
import { requireTrust } from '../commands/arguments/trustedOnly';
import { inThisWindow } from '../commands/queue/queueElsewhere';
import { messageOf } from '../engine/model/failure/thrown';
import type { JobRequest } from '../engine/model/job/job';
import type { JobSummary } from '../engine/model/result/summary';
import { printable } from '../engine/model/text/pathText';
import { UserError } from '../host/userError';
import type { EvidenceCopyApi, FinishedJob } from './evidenceCopyApi';

/** Most faults of a job that are named in one message. */
const FAULTS_TOLD = 5;

/** The API that other extensions get, as long as the extension is active. */
export function createApi(queue: CopyQueue): vscode.Disposable & { readonly api: EvidenceCopyApi } {
  const finished = new vscode.EventEmitter<FinishedJob>();
  const listening = queue.subscribe({ onDidEnd: (_attempt, summary) => finished.fire(finishedJob(summary)) });
  const api: EvidenceCopyApi = {
    apiVersion: 1,
    enqueue: async (job: unknown, start: unknown = 'withQueue') => {
      requireTrust();
      const condition = startCondition(start);
      const attempt = { jobId: randomUUID(), attempt: 1, request: requestOf(job) };
      await inThisWindow(queue.enqueue(attempt, condition));
      return { jobId: attempt.jobId };
    },
    onDidFinishJob: finished.event,
  };
  return { api: Object.freeze(api), dispose: () => vscode.Disposable.from(listening, finished).dispose() };
}

/**
 * Whatever another extension gave is turned into text first and read as a job file is: nothing of the caller's object is
 * used, and every rule for job files holds. What it does not say has the built-in default.
 */
function requestOf(job: unknown): JobRequest {
  const read = parseJobFile(Buffer.from(asJson(job)), '/');
  if ('faults' in read) {
    const told = read.faults.slice(0, FAULTS_TOLD).map(({ path, message }) => `${path}: ${message}`);
    const more = read.faults.length - told.length;
    throw invalid(more > 0 ? `${told.join('; ')}; …` : told.join('; '));
  }
  const { sources, destinations } = read.jobFile;
  const relative = [...sources, ...destinations].find((path) => !isAbsolute(path));
  if (relative !== undefined) throw invalid(`"${relative}" is not an absolute path`);
  return read.request;
}

function asJson(job: unknown): string {
  try {
    return JSON.stringify(job) ?? 'null';
  } catch (error) {
    throw invalid(messageOf(error));
  }
}

function startCondition(start: unknown): StartCondition {
  if (start === 'atOnce' || start === 'withQueue') return start;
  throw invalid('the second argument is "atOnce" or "withQueue"');
}

function invalid(why: string): UserError {
  return new UserError(vscode.l10n.t('This job cannot be queued: {0}.', printable(why)));
}

function finishedJob(summary: JobSummary): FinishedJob {
  const { jobId, label, attempt, status, gradeRequested, grade, files, bytes } = summary;
  const { failureCount, destination, recordsDir } = summary;
  return Object.freeze({
    jobId,
    label,
    attempt,
    status,
    gradeRequested,
    grade,
    files,
    bytes,
    failureCount,
    destination,
    recordsDir,
  });
}
