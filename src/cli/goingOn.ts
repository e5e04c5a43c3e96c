import { quoted } from '../client/shellText';
import { printable } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';

/** What is left of a job that has not ended, and the command that goes on with it. Empty where nothing is left. */
export function goingOn({ stagingDir, destination }: JobSummary): string[] {
  if (stagingDir === null) return [];
  const shell = process.platform === 'win32' ? 'powershell' : 'posix';
  return [
    `What was copied so far is kept in ${printable(stagingDir)}.`,
    `To go on: evidence-copy resume ${quoted(printable(destination), shell)}`,
  ];
}
