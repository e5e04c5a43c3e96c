import { failureFrom } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { type JobHistory, readHistory } from '../journal/history';
import type { Attempt } from '../model/job/job';
import type { FoundJobs, StagedJob } from '../model/result/foundJobs';
import type { PathText } from '../model/text/pathText';
import { STAGING_PREFIX } from '../staging/heldStaging';
import { findNewestRecords, recordsRootsAt } from './lastRecords';

const STAGING_NAME = new RegExp(`^${STAGING_PREFIX}[0-9a-f]{8}$`);

/**
 * What jobs have left in a folder: those that lie there unfinished, oldest first; without any, the one that ended last.
 * Changes nothing. Throws what the file system throws, but for a folder that is not there: nothing was left in it; and
 * `logDamaged` for records that do not tell when they ended.
 *
 * @param recordsDir Where the records of jobs with this destination are, beside those of others; absent: in the folder.
 */
export function findJobs(fs: FileSystem, path: PathText, recordsDir?: PathText): FoundJobs {
  let folder: Folder;
  try {
    folder = fs.openFolder(path);
  } catch (error) {
    if (error instanceof SystemError && ['ENOENT', 'ENOTDIR'].includes(error.code)) return { staged: [], last: null };
    throw error;
  }
  try {
    const names = [...folder.names()].filter((name) => STAGING_NAME.test(name));
    const found = names.map((name) => lookInto(folder, name, path));
    found.sort((a, b) => a.since.localeCompare(b.since));
    // What lies unfinished is gone on with whatever may have become of the records of others.
    if (found.length > 0) return { staged: found.map(({ job }) => job), last: null };
    const last =
      recordsDir === undefined
        ? findNewestRecords(fs, recordsRootsAt(fs, path))?.history
        : findNewestRecords(fs, [recordsDir], path)?.history;
    return {
      staged: [],
      last: last?.summary === undefined ? null : { summary: last.summary, next: nextOf(last, path) },
    };
  } finally {
    folder.close();
  }
}

function lookInto(parent: Folder, name: PathText, destination: PathText): { job: StagedJob; since: string } {
  const stagingDir = below(destination, name);
  try {
    const staging = parent.openFolder(name);
    try {
      const history = readHistory(staging);
      return { job: { stagingDir, next: nextOf(history, destination) }, since: history.lastEntryAt };
    } finally {
      staging.close();
    }
  } catch (error) {
    return { job: { stagingDir, failure: failureFrom(error) }, since: '' };
  }
}

function nextOf({ begun, lastAttempt }: JobHistory, destination: PathText): Attempt {
  const request = { ...begun.request, destinations: [destination] };
  return { jobId: begun.jobId, attempt: lastAttempt + 1, request, continues: true };
}
