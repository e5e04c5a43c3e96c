import { COMMANDS, type CommandId } from '../host/contributions';
import type { LogChannel } from '../host/log';
import type { CommandHandler } from '../host/registerCommand';
import { abandonJob } from './abandonJob';
import { type AddCommandNeeds, addToQueue } from './addToQueue';
import { type CancelAllNeeds, cancelAll } from './cancelAll';
import { type CancelCommandNeeds, cancelCopy } from './cancelCopy';
import { clearFinished } from './clearFinished';
import { copyAgain } from './copyAgain';
import { type CommandLineNeeds, copyAsCommandLine } from './copyAsCommandLine';
import { type CopyCommandNeeds, copyWithVerification } from './copyWithVerification';
import { createSampleEvidence } from './createSampleEvidence';
import { type ImportNeeds, importJobs } from './importJobs';
import { type MeasureCommandNeeds, measureBufferReuse } from './measureBufferReuse';
import { moveDown, moveJobs, moveUp } from './moveJobs';
import { type EvidenceJobNeeds, newEvidenceJob } from './newEvidenceJob';
import { openReport, openReportInBrowser, type ReportCommandNeeds } from './openReport';
import { pauseCopy } from './pauseCopy';
import { type JobFileNeeds, queueJobFile, runJobFile } from './queueJobFile';
import { releaseJob } from './releaseJob';
import { type RemoveCommandNeeds, removeJob } from './removeJob';
import { resumeCopy } from './resumeCopy';
import { retryJob } from './retryJob';
import { saveAsJobFile } from './saveAsJobFile';
import { type SaveMeasurementNeeds, saveMeasurement } from './saveMeasurement';
import { type ShowCommandNeeds, showCopies } from './showCopies';
import { showFailure } from './showFailure';
import { type FolderCommandNeeds, showInFolder } from './showInFolder';
import { showLog } from './showLog';
import { type QueueCommandNeeds, showQueue } from './showQueue';
import { startQueue } from './startQueue';
import { type ValidateNeeds, validateInstallation } from './validateInstallation';
import { pauseVerification, resumeVerification, type VerifyNeeds, verifyFolder } from './verifyFolder';

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
  return {
    [COMMANDS.copyWithVerification]: copyWithVerification(needs),
    [COMMANDS.addToQueue]: addToQueue(needs),
    [COMMANDS.newEvidenceJob]: newEvidenceJob(needs),
    [COMMANDS.importJobs]: importJobs(needs),
    [COMMANDS.queueJobFile]: queueJobFile(needs),
    [COMMANDS.runJobFile]: runJobFile(needs),
    [COMMANDS.saveAsJobFile]: saveAsJobFile(needs),
    [COMMANDS.copyAsCommandLine]: copyAsCommandLine(needs),
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
    [COMMANDS.moveUp]: moveUp(queue),
    [COMMANDS.moveDown]: moveDown(queue),
    [COMMANDS.moveJobs]: moveJobs(queue),
    [COMMANDS.releaseJob]: releaseJob(queue),
    [COMMANDS.removeJob]: removeJob(needs),
    [COMMANDS.resumeJob]: retryJob(queue),
    [COMMANDS.retryJob]: retryJob(queue),
    [COMMANDS.copyAgain]: copyAgain(queue),
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
