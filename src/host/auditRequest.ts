import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { AuditRequest } from '../engine/model/audit/audit';
import { BAG_DECLARATION, RECORDS_FOLDER } from '../engine/model/audit/manifestNames';
import type { PathText } from '../engine/model/text/pathText';
import { isThere } from './isThere';

/**
 * What is to be audited when a person points at a folder or at a manifest. A manifest of a bag stands for the bag, one of
 * our records for the folder that they lie in: both hold more than one list. Any other one is held against its own folder.
 */
export async function auditRequestFor(path: PathText): Promise<AuditRequest> {
  if (await isFolder(path)) return { folder: path };
  const folder = dirname(path);
  const records = dirname(folder);
  if (basename(records) === RECORDS_FOLDER) return { folder: dirname(records) };
  return (await isThere(join(folder, BAG_DECLARATION))) ? { folder } : { folder, manifest: path };
}

async function isFolder(path: PathText): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // What cannot be looked at is taken for a folder: the engine says what is wrong with it.
    return true;
  }
}
