import * as vscode from 'vscode';
import type { Comparison, ComparisonStep } from '../../client/comparison/compareMethods';
import type { Comparer } from '../../client/comparison/comparer';
import { type Measurement, thisMachine } from '../../client/comparison/measurement';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { failureLine } from '../../engine/model/failure/failureText';
import type { JobRequest } from '../../engine/model/job/job';
import type { LastDestination } from '../../host/lastDestination';
import type { CommandHandler } from '../../host/registerCommand';
import type { Settings } from '../../host/settingsSchema';
import { translate } from '../../host/translate';
import { UserError } from '../../host/userError';
import { buildJobRequest } from '../add/buildJobRequest';
import { copyArguments } from '../arguments/copyArguments';
import { measureWords } from '../ask/choiceWords';
import { completeChoice } from '../ask/completeChoice';

/** What the command needs of the extension. */
export interface MeasureCommandNeeds {
  readonly queue: CopyQueue;
  readonly comparer: Comparer;
  readonly lastDestination: LastDestination;
  /** A snapshot of the settings of this moment. */
  readSettings(): Settings;
  /** What a step of the measurement is called, on one line. */
  stepText(step: ComparisonStep): string;
  showMeasurement(measurement: Measurement): void;
}

/**
 * "Measure Buffer Reuse…": copies what the person chooses in three ways, several times, into a folder of its own in the
 * destination that is removed again, and shows the times. The command ends with the comparison, or with undefined if the
 * person thought better of it.
 */
export function measureBufferReuse(needs: MeasureCommandNeeds): CommandHandler {
  return async (first, second): Promise<Comparison | undefined> => {
    requireQuiet(needs);
    const choice = await completeChoice(copyArguments(first, second), needs.lastDestination, measureWords());
    if (choice === undefined) return undefined;
    requireQuiet(needs);
    const measurement = await measure(buildJobRequest(choice, needs.readSettings()), needs);
    if (measurement === undefined) return undefined;
    needs.showMeasurement(measurement);
    return measurement.comparison;
  };
}

/** Whatever else copies takes time from the measurement, and the other way round. */
function requireQuiet({ queue, comparer }: MeasureCommandNeeds): void {
  if (comparer.isBusy) {
    throw new UserError(vscode.l10n.t('A measurement is being made. Wait until it has ended, or cancel it.'));
  }
  if (queue.state.running === null) return;
  throw new UserError(vscode.l10n.t('A job is running, so times would mean nothing. Measure again when it has ended.'));
}

async function measure(request: JobRequest, needs: MeasureCommandNeeds): Promise<Measurement | undefined> {
  let wasDisturbed = false;
  const watching = needs.queue.subscribe({
    onDidStart: () => {
      wasDisturbed = true;
    },
  });
  try {
    const measuredAt = new Date();
    const comparison = await compareWithProgress(request, needs);
    if (comparison === undefined) return undefined;
    return { comparison, request, measuredAt, machine: thisMachine(), wasDisturbed };
  } finally {
    watching.dispose();
  }
}

/** Undefined if the person cancels. */
async function compareWithProgress(
  request: JobRequest,
  { comparer, stepText }: MeasureCommandNeeds,
): Promise<Comparison | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Measuring buffer reuse'),
    cancellable: true,
  };
  const result = await vscode.window.withProgress(options, async (progress, token) => {
    const cancelled = new AbortController();
    const subscription = token.onCancellationRequested(() => cancelled.abort());
    const onStep = (step: ComparisonStep): void => {
      const increment = step.of !== null && step.number > 1 ? 100 / step.of : 0;
      progress.report({ message: stepText(step), increment });
    };
    const onStalled = (isStalled: boolean): void => {
      if (isStalled) progress.report({ message: vscode.l10n.t('stalled — the device does not answer') });
    };
    try {
      return await comparer.compare(request, { onStep, onStalled }, cancelled.signal);
    } finally {
      subscription.dispose();
    }
  });
  if (!('stopped' in result)) return result;
  const [failure] = result.stopped.failures;
  if (result.stopped.status === 'cancelled' || failure === undefined) return undefined;
  throw new UserError(vscode.l10n.t('The measurement came to no result. {0}', failureLine(failure, translate)));
}
