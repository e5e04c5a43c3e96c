import { installationAt } from '../../client/selfTest/installation';
import type { SelfTestResult } from '../../client/selfTest/result';
import { runSelfTest } from '../../client/selfTest/runSelfTest';
import { messageOf } from '../../engine/model/failure/thrown';
import { pathFields, printable } from '../../engine/model/text/pathText';
import { formatDuration } from '../../engine/model/text/units';
import { APPLICATION } from '../application';
import type { SelfTestCommand } from '../arguments/command';
import { EXIT } from '../output/exitStatus';
import type { Terminal } from '../output/terminal';
import type { Interruption } from './interruption';

const EXIT_STATUS: Readonly<Record<SelfTestResult['status'], number>> = {
  passed: EXIT.done,
  failed: EXIT.failed,
  cancelled: EXIT.cancelled,
};

const VERDICTS: Readonly<Record<SelfTestResult['status'], string>> = {
  passed: 'PASSED: every planted fault was found',
  failed: 'FAILED: do not rely on this installation',
  cancelled: 'CANCELLED: not every check was made',
};

/** Runs `self-test` and gives its exit status. */
export async function runSelfTestCommand(
  { destination, output }: SelfTestCommand,
  workerPath: string,
  terminal: Terminal,
  interruption: Interruption,
): Promise<number> {
  const stop = new AbortController();
  interruption.onCancel(() => stop.abort());
  const showsProgress = terminal.isInteractive && !output.quiet;
  const listener = {
    onCheck: ({ title }: { readonly title: string }, number: number, of: number) => {
      if (showsProgress) terminal.transient(`${number} of ${of}: ${title}`);
    },
  };
  try {
    const installation = installationAt(workerPath, APPLICATION);
    const { result, report } = await runSelfTest(installation, destination, listener, stop.signal);
    terminal.clear();
    if (output.json)
      terminal.json({ type: 'selfTestFinished', summary: { ...result, ...pathFields('report', report) } });
    else if (!output.quiet || result.status !== 'passed') terminal.text(table(result, report));
    return EXIT_STATUS[result.status];
  } catch (error) {
    terminal.clear();
    const message = `no self-test could be made in ${printable(destination)}: ${printable(messageOf(error))}`;
    if (output.json) terminal.json({ type: 'selfTestFinished', summary: { status: 'failed', checks: [], message } });
    terminal.error(`evidence-copy: ${message}\n`);
    return EXIT.failed;
  }
}

function table({ checks, status, version, bundles, durationMs }: SelfTestResult, report: string): string {
  const lines = checks.flatMap(({ title, passed, observed }) => [
    `${passed ? 'passed' : 'FAILED'}  ${title}`,
    `        ${observed}`,
  ]);
  const digests = Object.entries(bundles).map(([name, digest]) => `${name.padEnd(9)} ${digest}`);
  return `${[
    ...lines,
    '',
    `Version   ${version}`,
    ...digests,
    `Time      ${formatDuration(durationMs)}`,
    `Result    ${VERDICTS[status]}`,
    `Report    ${printable(report)}`,
  ].join('\n')}\n`;
}
