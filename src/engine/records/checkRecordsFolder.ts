import type { FileSystem } from '../fs/fileSystem';
import { below, isWithin } from '../fs/names';
import { RECORDS_FOLDER } from '../model/audit/manifestNames';
import type { JobRequest } from '../model/job/job';
import { packageNameOf } from '../model/job/packaging';
import type { PathText } from '../model/text/pathText';
import { isSameFile } from '../plan/checkNames';
import { findDestination } from '../plan/destination';
import { PreflightError } from '../plan/preflightError';
import type { SelectedSource } from '../plan/selection';

/**
 * Makes sure before anything is written that the records will have a place: one that lies in no source and not in what
 * will be published, and that cannot be mistaken for payload. Throws {@link PreflightError}, or a failure of scope `job`.
 */
export function checkRecordsFolder(fs: FileSystem, sources: readonly SelectedSource[], request: JobRequest): void {
  const { records } = request;
  if (!records.write) return;
  if (records.folder === undefined) {
    const clash = sources.find(({ name }) => name === RECORDS_FOLDER);
    if (clash === undefined) return;
    const args = { other: `the folder of the records, ${RECORDS_FOLDER}` };
    throw new PreflightError([{ code: 'nameCollision', path: clash.path, args }]);
  }
  if (isPublished(records.folder, sources, request)) {
    throw new PreflightError([{ code: 'destinationsOverlap', path: records.folder, args: { what: 'records' } }]);
  }
  const { nearest, ancestors, path } = findDestination(fs, records.folder);
  nearest.close();
  const isInside = sources.some(
    ({ stat }) => stat.kind === 'folder' && ancestors.some((ancestor) => isSameFile(ancestor, stat)),
  );
  if (isInside) throw new PreflightError([{ code: 'destinationInsideSource', path }]);
}

/** Whether a path is, or lies in, what the job gives a name at the destination: that stands for the source, and nothing else. */
function isPublished(path: PathText, sources: readonly SelectedSource[], request: JobRequest): boolean {
  const { layout, destinations } = request;
  const names = layout === 'bag' ? [packageNameOf(request)] : sources.map(({ name }) => name);
  return destinations.some((destination) => names.some((name) => isWithin(path, below(destination, name))));
}
