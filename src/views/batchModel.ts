import type { JobSummary } from '../engine/model/summary';
import { resultModel } from './resultModel';
import type { Translate } from './translate';

/** How a batch ended, in one message. */
export interface BatchModel {
  readonly severity: 'information' | 'error';
  /** Plain text. */
  readonly message: string;
}

/** More failed jobs than this are counted, not named. */
const NAMED = 3;

/** Words the end of a batch: what failed first and by name. `held` jobs were not begun. */
export function batchModel(summaries: readonly JobSummary[], held: number, t: Translate): BatchModel {
  const failed = summaries.filter(({ status }) => status !== 'complete');
  const heldText = held === 0 ? [] : [t('{0} HELD: not begun, because their volume failed.', held)];
  if (failed.length === 0 && held === 0) {
    return { severity: 'information', message: t('Batch complete: {0} copies.', summaries.length) };
  }
  const lines = failed.slice(0, NAMED).map((summary) => resultModel(summary, t).message);
  const more = failed.length > NAMED ? [t('… and {0} more', failed.length - NAMED)] : [];
  const head = t('BATCH NOT COMPLETE: {0} of {1} copies FAILED.', failed.length, summaries.length);
  return { severity: 'error', message: [head, ...heldText, ...lines, ...more].join(' ') };
}
