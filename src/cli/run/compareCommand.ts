import { compareMethods } from '../../client/comparison/compareMethods';
import { summaryJson } from '../../engine/model/result/summaryJson';
import type { JobCommand } from '../arguments/command';
import { comparisonNotes, comparisonTable } from '../output/comparisonTable';
import { exitStatusOf } from '../output/exitStatus';
import { summaryTable } from '../output/summaryTable';
import { type CommandContext, listenerFor, runRequest } from './copyCommand';

/** Runs `compare`: the same source copied in three ways, each copy removed again. */
export async function runCompare({ request, output }: JobCommand, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const comparison = await compareMethods(request, (copy) => {
    // The copies are no results: only the comparison goes to standard output.
    const listener = listenerFor({ ...output, json: false }, terminal);
    return runRequest(copy, context, listener, 'remove');
  });
  if ('stopped' in comparison) {
    const { stopped } = comparison;
    if (output.json) terminal.json({ type: 'jobFinished', summary: summaryJson(stopped) });
    else terminal.text(summaryTable(stopped));
    return exitStatusOf(stopped.status);
  }
  const { rows, runs } = comparison;
  if (output.json) terminal.json({ type: 'compareFinished', summary: { rows, notes: comparisonNotes(runs) } });
  else terminal.text(comparisonTable(comparison));
  return 0;
}
