import { basename } from 'node:path';
import * as vscode from 'vscode';
import { faultText } from '../../client/jobFile/faultText';
import { printable } from '../../engine/model/text/pathText';
import type { Log } from '../../host/log';
import { notify } from '../../host/notify';
import type { Problem, Problems } from '../../host/problems';
import { translate } from '../../host/translate';

/** Where a refusal is told. */
export interface RefusalNeeds {
  readonly problems: Pick<Problems, 'set' | 'show'>;
  readonly log: Log;
}

/** A file that was refused as a whole. */
export interface RefusedFile {
  /** Absolute. */
  readonly path: string;
  /** Never empty; in the order of the file, in English. */
  readonly problems: readonly [Problem, ...Problem[]];
}

/**
 * Tells that nothing was queued, because files were refused: each fault is listed under "Problems" and in the log, the
 * first one is named.
 */
export function tellRefused(refused: readonly [RefusedFile, ...RefusedFile[]], { problems, log }: RefusalNeeds): void {
  for (const file of refused) {
    problems.set(
      file.path,
      file.problems.map((problem) => ({ ...problem, message: faultText(problem.message, translate) })),
    );
    for (const { line, message } of file.problems) log('error', `${printable(file.path)}: line ${line}: ${message}`);
  }
  const [first] = refused;
  const [fault] = first.problems;
  void offerToShow(refusalText(refused, fault), () => problems.show(first.path, fault));
}

function refusalText(refused: readonly [RefusedFile, ...RefusedFile[]], fault: Problem): string {
  const name = printable(basename(refused[0].path));
  const others = refused.reduce((count, file) => count + file.problems.length, -1);
  const message = faultText(fault.message, translate);
  return others === 0
    ? translate('Nothing was queued. "{0}", line {1}: {2}.', name, fault.line, message)
    : translate(
        'Nothing was queued: {0} faults. The first is in "{1}", line {2}: {3}.',
        others + 1,
        name,
        fault.line,
        message,
      );
}

async function offerToShow(message: string, show: () => Promise<void>): Promise<void> {
  const showProblems = vscode.l10n.t('Show Problems');
  if ((await notify('error', message, showProblems)) === showProblems) await show();
}
