import * as vscode from 'vscode';
import type { AuditRunner } from '../client/auditRunner';
import type { CopyQueue } from '../client/copyQueue';
import { Problems } from '../host/problems';
import type { ToldOnce } from '../host/toldOnce';
import { createAuditProblems } from './auditProblems';
import { createAuditProgress } from './auditProgress';
import { createAuditResults } from './auditResult';
import { createAwakeNotice } from './awakeNotice';
import { askAboutDiscarding } from './discardDialog';
import { EvidenceJobWindow } from './evidenceJob/evidenceJobWindow';
import { askAboutExistingNames } from './existingNamesDialog';
import { showJobList } from './jobList';
import { createMeasurementEditors } from './measurement/measurementEditor';
import { createQueueContext } from './queueContext';
import { createQueueNotices } from './queueNotices';
import { createQueueTree } from './queueTree';
import { createJobWindows } from './report/jobWindows';
import { createResultNotifications, showResult } from './resultNotification';
import { showSelfTest } from './selfTestEditor';
import { askAboutAll, askAboutStaging } from './stagingDialog';
import { placeToShow } from './states/resultModel';
import { createStatusBar } from './statusBar';

/** Makes everything that shows the queue and verifications, and what commands ask the person with. */
export function createViews(queue: CopyQueue, audits: AuditRunner, toldOnce: ToldOnce) {
  const tree = createQueueTree(queue);
  const evidenceJobWindow = new EvidenceJobWindow();
  const measurements = createMeasurementEditors();
  const jobWindows = createJobWindows(queue);
  const problems = new Problems();
  const shown = vscode.Disposable.from(
    tree,
    problems,
    measurements,
    jobWindows,
    createQueueContext(queue),
    createStatusBar(queue),
    createResultNotifications(queue),
    createQueueNotices(queue),
    createAwakeNotice(queue, toldOnce),
    createAuditProgress(audits),
    createAuditProblems(audits),
    createAuditResults(audits),
  );
  return {
    forCommands: {
      problems,
      askAboutExistingNames,
      askAboutStaging,
      askAboutAll,
      askAboutDiscarding,
      askForEvidenceJob: evidenceJobWindow.ask.bind(evidenceJobWindow),
      showList: showJobList,
      showResult,
      placeToShow,
      showJob: jobWindows.showJob,
      revealJob: tree.reveal,
      stepText: measurements.stepText,
      showMeasurement: measurements.showMeasurement,
      showSelfTest,
      measurementInFront: measurements.measurementInFront,
    },
    dispose: () => void shown.dispose(),
  };
}
