import { dirname } from 'node:path';
import type { PathText } from '../../engine/model/text/pathText';
import { readSmallFile } from '../files/smallFile';
import { parseJobFile, type RefusedJobFile, type SoundJobFile } from './jobFile';
import { fileFault } from './jobFileFault';
import { JOB_FILE_BYTES } from './jobFileText';

/** Reads the job file at an absolute path. Never more of it than a job file may have, and never a device or a pipe. */
export async function readJobFile(path: PathText): Promise<SoundJobFile | RefusedJobFile> {
  const file = await readSmallFile(path, JOB_FILE_BYTES);
  if ('unreadable' in file) return { faults: [fileFault(file.unreadable)] };
  return parseJobFile(file.bytes, dirname(path));
}
