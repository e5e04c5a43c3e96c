import type { Folder } from '../fs/fileSystem';
import { CancelledError, type JobControl } from '../model/thread/jobControl';
import type { Accounts } from './accounts';
import { type Met, type Visitor, walkTree } from './auditTree';
import type { Findings } from './findings';

/** Work for an item besides its bytes, in the bytes that take as long. */
const ITEM_WORK = 40_000;

/**
 * Goes through an open folder twice: to know how much there is to do, and to account for it. Before each item and each
 * buffer it can be paused and cancelled. Progress is told in the shared memory.
 *
 * @returns False where a person cancelled it.
 */
export function goThrough(folder: Folder, accounts: Accounts, control: JobControl, findings: Findings): boolean {
  const { shared } = control;
  const walk = (visitor: Pick<Visitor, 'visit' | 'unreadable'>): void =>
    walkTree(folder, { ...visitor, isWalked: (path) => accounts.isWalked(path) });
  try {
    shared.setPhase('planning');
    let work = 0;
    let bytes = 0;
    walk({
      visit: (met) => {
        control.checkpoint();
        work += ITEM_WORK + sizeOf(met);
        bytes += sizeOf(met);
        shared.add('itemsPlanned', 1);
      },
      // It is told the second time.
      unreadable: () => {},
    });
    shared.set('bytesPlanned', bytes);
    shared.set('workPlanned', work);

    shared.setPhase('validating');
    let done = 0;
    walk({
      visit: (met) => {
        control.checkpoint();
        shared.setCurrentPath(met.path);
        if (accounts.meet(met)) shared.add('itemsDone', 1);
        // What is not listed may still be read, when it is known what was lost.
        done += ITEM_WORK + (accounts.isListed(met.path) ? sizeOf(met) : 0);
        shared.set('workDone', done);
      },
      unreadable: (path, cause) => findings.add('errors', { path, detail: `it cannot be looked into: ${cause}` }),
    });
    accounts.settle(() => shared.add('itemsDone', 1));
    shared.set('workDone', work);
    return true;
  } catch (error) {
    if (error instanceof CancelledError) return false;
    throw error;
  }
}

function sizeOf({ stat }: Met): number {
  return stat.kind === 'file' ? stat.size : 0;
}
