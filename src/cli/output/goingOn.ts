import { quoted } from '../../client/commandLine/shellText';
import type { JobSummary } from '../../engine/model/result/summary';
import { type PathText, printable } from '../../engine/model/text/pathText';

/** What is left of a job that has not ended, and the commands that go on with it. Empty where nothing is left. */
export function goingOn({ stagingDir, destination, destinations }: JobSummary): string[] {
  const left = destinations ?? [{ path: destination, stagingDir }];
  return left.flatMap(({ path, stagingDir: staging }) => (staging === null ? [] : goingOnAt(path, staging)));
}

function goingOnAt(destination: PathText, stagingDir: PathText): string[] {
  const shell = process.platform === 'win32' ? 'powershell' : 'posix';
  return [
    `What was copied so far is kept in ${printable(stagingDir)}.`,
    `To go on: evidence-copy resume ${quoted(printable(destination), shell)}`,
  ];
}
