import { FailureError } from '../model/failure/failure';
import type { PlannedFile } from '../model/item/plan';
import { CancelledError } from '../model/thread/jobControl';
import { CopyRun, type CopyRunContext } from './copyRun';
import type { EndedItem } from './endedItem';

/** What a span of files came to. */
export interface EndedSpan {
  /** Those that have ended, from the first one on: all of them where nothing has stopped the job. */
  readonly items: readonly EndedItem[];
  readonly stop: FailureError | undefined;
}

/** Copies files that follow each other in the plan and fit into a group. Throws `CancelledError`, and what nobody foresaw. */
export async function copySpan(files: readonly PlannedFile[], context: CopyRunContext): Promise<EndedSpan> {
  const items: EndedItem[] = [];
  const run = new CopyRun((item) => items.push(item), context);
  try {
    for (const file of files) {
      context.checkpoint();
      await run.add(file);
    }
    await run.finish();
    return { items, stop: undefined };
  } catch (error) {
    await run.stop(error);
    if (!(error instanceof FailureError) || error instanceof CancelledError) throw error;
    return { items, stop: error };
  }
}
