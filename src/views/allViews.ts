import * as vscode from 'vscode';
import type { AuditRunner } from '../client/audit/auditRunner';
import type { CopyQueue } from '../client/queue/copyQueue';
import { Problems } from '../host/problems';
import type { ToldOnce } from '../host/toldOnce';
import { createAuditProblems } from './audit/auditProblems';
import { createAuditProgress } from './audit/auditProgress';
import { createAuditResults } from './audit/auditResult';
import { askAboutDiscarding } from './dialogs/discardDialog';
import { askAboutExistingNames } from './dialogs/existingNamesDialog';
import { askAboutRemoving } from './dialogs/removeDialog';
import { askAboutAll, askAboutStaging } from './dialogs/stagingDialog';
import { EvidenceJobWindow } from './evidenceJob/evidenceJobWindow';
import { createMeasurementEditors } from './measurement/measurementEditor';
import { createAwakeNotice } from './notices/awakeNotice';
import { createQueueNotices } from './notices/queueNotices';
import { createResultNotifications, showResult } from './notices/resultNotification';
import { showJobList } from './queue/jobList';
import { createQueueContext } from './queue/queueContext';
import { createQueueTree } from './queue/queueTree';
import { createJobWindows } from './report/jobWindows';
import { showSelfTest } from './report/selfTestEditor';
import { placeToShow } from './states/resultModel';
import { createStatusBar } from './statusBar/statusBar';

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
      askAboutRemoving,
      askForEvidenceJob: evidenceJobWindow.ask.bind(evidenceJobWindow),
      showList: showJobList,
      showResult,
      placeToShow,
      showJob: jobWindows.showJob,
      revealJob: tree.reveal,
      selectedRows: tree.selectedRows,
      stepText: measurements.stepText,
      showMeasurement: measurements.showMeasurement,
      showSelfTest,
      measurementInFront: measurements.measurementInFront,
    },
    dispose: () => void shown.dispose(),
  };
}
