import { nodeFileSystemWith } from '../fs/nodeFileSystem';
import { NodeOpenFile } from '../fs/nodeOpenFile';
import type { PlanItem } from '../model/item/plan';
import { CancelledError, JobControl } from '../model/thread/jobControl';
import { SharedState } from '../model/thread/sharedState';
import { planItems } from '../plan/planFile';
import { compareSources } from '../reading/compareSources';
import { SourceTrees } from '../reading/sourceTrees';
import type { SourceAnswer, SourceTask } from './sourceMessages';

/** Looks at every planned item of a job once more. The plan stays the engine's to close. */
export function lookAtSourcesTask({ plan, sources, shared, part }: SourceTask): SourceAnswer {
  const state = new SharedState(shared, part);
  const trees = new SourceTrees(nodeFileSystemWith(state.pulse), sources);
  const items = planItems(new NodeOpenFile(plan.fd, plan.path, 'read', state.pulse));
  try {
    return { statement: compareSources(untilCancelled(items, new JobControl(state)), trees) };
  } catch (error) {
    if (error instanceof CancelledError) return { cancelled: true };
    throw error;
  } finally {
    trees.close();
  }
}

function* untilCancelled(items: Iterable<PlanItem>, { checkpoint }: JobControl): IterableIterator<PlanItem> {
  for (const item of items) {
    checkpoint();
    yield item;
  }
}
