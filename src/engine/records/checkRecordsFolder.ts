import type { FileSystem } from '../fs/fileSystem';
import { RECORDS_FOLDER } from '../model/audit/manifestNames';
import type { JobRequest } from '../model/job/job';
import { isSameFile } from '../plan/checkNames';
import { findDestination } from '../plan/destination';
import { PreflightError } from '../plan/preflightError';
import type { SelectedSource } from '../plan/selection';

/**
 * Makes sure before anything is written that the records will have a place: one that lies in no source, and that
 * cannot be mistaken for payload. Throws {@link PreflightError}, or a failure of scope `job`.
 */
export function checkRecordsFolder(fs: FileSystem, sources: readonly SelectedSource[], { records }: JobRequest): void {
  if (!records.write) return;
  if (records.folder === undefined) {
    const clash = sources.find(({ name }) => name === RECORDS_FOLDER);
    if (clash === undefined) return;
    const args = { other: `the folder of the records, ${RECORDS_FOLDER}` };
    throw new PreflightError([{ code: 'nameCollision', path: clash.path, args }]);
  }
  const { nearest, ancestors, path } = findDestination(fs, records.folder);
  nearest.close();
  const isInside = sources.some(
    ({ stat }) => stat.kind === 'folder' && ancestors.some((ancestor) => isSameFile(ancestor, stat)),
  );
  if (isInside) throw new PreflightError([{ code: 'destinationInsideSource', path }]);
}
