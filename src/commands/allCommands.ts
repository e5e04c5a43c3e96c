import { COMMANDS, type CommandId } from '../host/contributions';
import type { LogChannel } from '../host/log';
import type { CommandHandler } from '../host/registerCommand';
import { type AddCommandNeeds, addToQueue } from './add/addToQueue';
import { type CopyCommandNeeds, copyWithVerification } from './add/copyWithVerification';
import { type ImportNeeds, importJobs } from './add/importJobs';
import { type EvidenceJobNeeds, newEvidenceJob } from './add/newEvidenceJob';
import { type JobFileNeeds, queueJobFile, runJobFile } from './add/queueJobFile';
import { abandonJob } from './queue/abandonJob';
import { type CancelAllNeeds, cancelAll } from './queue/cancelAll';
import { type CancelCommandNeeds, cancelCopy } from './queue/cancelCopy';
import { clearFinished } from './queue/clearFinished';
import { copyAgain } from './queue/copyAgain';
import { moveDown, moveJobs, moveUp } from './queue/moveJobs';
import { pauseCopy } from './queue/pauseCopy';
import { releaseJob } from './queue/releaseJob';
import { type RemoveCommandNeeds, removeJob } from './queue/removeJob';
import { resumeCopy } from './queue/resumeCopy';
import { retryJob } from './queue/retryJob';
import { onSelection, removeOnSelection, type SelectionNeeds } from './queue/selectedJobs';
import { startQueue } from './queue/startQueue';
import { type CommandLineNeeds, copyAsCommandLine } from './save/copyAsCommandLine';
import { saveAsJobFile } from './save/saveAsJobFile';
import { type SaveMeasurementNeeds, saveMeasurement } from './save/saveMeasurement';
import { openReport, openReportInBrowser, type ReportCommandNeeds } from './show/openReport';
import { type ShowCommandNeeds, showCopies } from './show/showCopies';
import { showFailure } from './show/showFailure';
import { type FolderCommandNeeds, showInFolder } from './show/showInFolder';
import { showLog } from './show/showLog';
import { type QueueCommandNeeds, showQueue } from './show/showQueue';
import { createSampleEvidence } from './trial/createSampleEvidence';
import { type MeasureCommandNeeds, measureBufferReuse } from './trial/measureBufferReuse';
import { type ValidateNeeds, validateInstallation } from './trial/validateInstallation';
import { pauseVerification, resumeVerification, type VerifyNeeds, verifyFolder } from './verify/verifyFolder';

/** What the commands need of the extension, all of them together. */
export type CommandNeeds = CopyCommandNeeds &
  AddCommandNeeds &
  EvidenceJobNeeds &
  ImportNeeds &
  JobFileNeeds &
  CommandLineNeeds &
  CancelCommandNeeds &
  CancelAllNeeds &
  RemoveCommandNeeds &
  SelectionNeeds &
  ShowCommandNeeds &
  QueueCommandNeeds &
  MeasureCommandNeeds &
  SaveMeasurementNeeds &
  ValidateNeeds &
  FolderCommandNeeds &
  ReportCommandNeeds &
  VerifyNeeds & { readonly logChannel: LogChannel };

/** What each command does. */
export function allCommands(needs: CommandNeeds): Readonly<Record<CommandId, CommandHandler>> {
  const { queue } = needs;
  const forRows = (command: CommandHandler) => onSelection(command, needs);
  return {
    [COMMANDS.copyWithVerification]: copyWithVerification(needs),
    [COMMANDS.addToQueue]: addToQueue(needs),
    [COMMANDS.newEvidenceJob]: newEvidenceJob(needs),
    [COMMANDS.importJobs]: importJobs(needs),
    [COMMANDS.queueJobFile]: queueJobFile(needs),
    [COMMANDS.runJobFile]: runJobFile(needs),
    [COMMANDS.saveAsJobFile]: forRows(saveAsJobFile(needs)),
    [COMMANDS.copyAsCommandLine]: forRows(copyAsCommandLine(needs)),
    [COMMANDS.verifyFolder]: verifyFolder(needs),
    [COMMANDS.pauseVerification]: pauseVerification(needs),
    [COMMANDS.resumeVerification]: resumeVerification(needs),
    [COMMANDS.showQueue]: showQueue(needs),
    [COMMANDS.showCopies]: showCopies(needs),
    [COMMANDS.startQueue]: startQueue(queue),
    [COMMANDS.pauseCopy]: pauseCopy(queue),
    [COMMANDS.resumeCopy]: resumeCopy(queue),
    [COMMANDS.cancelCopy]: cancelCopy(needs),
    [COMMANDS.abandonJob]: abandonJob(queue),
    [COMMANDS.cancelAll]: cancelAll(needs),
    [COMMANDS.moveUp]: forRows(moveUp(queue)),
    [COMMANDS.moveDown]: forRows(moveDown(queue)),
    [COMMANDS.moveJobs]: moveJobs(queue),
    [COMMANDS.releaseJob]: forRows(releaseJob(queue)),
    [COMMANDS.removeJob]: removeOnSelection(removeJob(needs), needs),
    [COMMANDS.resumeJob]: forRows(retryJob(queue)),
    [COMMANDS.retryJob]: forRows(retryJob(queue)),
    [COMMANDS.copyAgain]: forRows(copyAgain(queue)),
    [COMMANDS.clearFinished]: clearFinished(queue),
    [COMMANDS.showInFolder]: showInFolder(needs),
    [COMMANDS.openReport]: openReport(needs),
    [COMMANDS.openReportInBrowser]: openReportInBrowser(needs),
    [COMMANDS.showFailure]: showFailure(needs),
    [COMMANDS.measureBufferReuse]: measureBufferReuse(needs),
    [COMMANDS.saveMeasurement]: saveMeasurement(needs),
    [COMMANDS.createSampleEvidence]: createSampleEvidence(),
    [COMMANDS.validateInstallation]: validateInstallation(needs),
    [COMMANDS.showLog]: showLog(needs.logChannel),
  };
}
