/**
 * Every id this extension contributes, typed once. A test compares them with the manifest, so that neither can name
 * something the other does not have.
 */

/** Commands, by what they do. */
export const COMMANDS = {
  copyWithVerification: 'evidenceCopy.copyWithVerification',
  addToQueue: 'evidenceCopy.addToQueue',
  newEvidenceJob: 'evidenceCopy.newEvidenceJob',
  importJobs: 'evidenceCopy.importJobs',
  queueJobFile: 'evidenceCopy.queueJobFile',
  runJobFile: 'evidenceCopy.runJobFile',
  saveAsJobFile: 'evidenceCopy.saveAsJobFile',
  copyAsCommandLine: 'evidenceCopy.copyAsCommandLine',
  verifyFolder: 'evidenceCopy.verifyFolder',
  pauseVerification: 'evidenceCopy.pauseVerification',
  resumeVerification: 'evidenceCopy.resumeVerification',
  showQueue: 'evidenceCopy.showQueue',
  showCopies: 'evidenceCopy.showCopies',
  pauseCopy: 'evidenceCopy.pauseCopy',
  resumeCopy: 'evidenceCopy.resumeCopy',
  cancelCopy: 'evidenceCopy.cancelCopy',
  abandonJob: 'evidenceCopy.abandonJob',
  cancelAll: 'evidenceCopy.cancelAll',
  startQueue: 'evidenceCopy.startQueue',
  moveUp: 'evidenceCopy.moveUp',
  moveDown: 'evidenceCopy.moveDown',
  moveJobs: 'evidenceCopy.moveJobs',
  releaseJob: 'evidenceCopy.releaseJob',
  removeJob: 'evidenceCopy.removeJob',
  resumeJob: 'evidenceCopy.resumeJob',
  retryJob: 'evidenceCopy.retryJob',
  copyAgain: 'evidenceCopy.copyAgain',
  clearFinished: 'evidenceCopy.clearFinished',
  showInFolder: 'evidenceCopy.showInFolder',
  openReport: 'evidenceCopy.openReport',
  openReportInBrowser: 'evidenceCopy.openReportInBrowser',
  showFailure: 'evidenceCopy.showFailure',
  measureBufferReuse: 'evidenceCopy.measureBufferReuse',
  saveMeasurement: 'evidenceCopy.saveMeasurement',
  createSampleEvidence: 'evidenceCopy.createSampleEvidence',
  validateInstallation: 'evidenceCopy.validateInstallation',
  showLog: 'evidenceCopy.showLog',
} as const;
/** The id of one of {@link COMMANDS}. */
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** The section of all settings; their names are the same as in job files and on the command line. */
export const SETTINGS_SECTION = 'evidenceCopy';

/** Settings without their section. */
export const SETTINGS = [
  'verification',
  'requireGrade',
  'retryMismatch',
  'hashAlgorithms',
  'layout',
  'zip',
  'conflict',
  'onItemError',
  'useBufferReuse',
  'bufferSizeKB',
  'lanes',
] as const;
/** One of {@link SETTINGS}. */
export type SettingName = (typeof SETTINGS)[number];

/** Settings for what becomes of a copy whose device does not answer: they concern whoever watches it, not the job. */
export const WATCH_SETTINGS = ['stallSeconds', 'abandonAfterMinutes'] as const;
/** One of {@link WATCH_SETTINGS}. */
export type WatchSettingName = (typeof WATCH_SETTINGS)[number];

/** The setting for how dates are written: it concerns forms, not copies. */
export const DATE_FORMAT_SETTING = 'dateFormat';

/** Context key with the state of the queue, for the enablement of commands. */
export const STATE_CONTEXT = 'evidenceCopy.state';

/** Values of {@link STATE_CONTEXT}; before the extension is active there is none. */
export const QUEUE_CONTEXTS = ['idle', 'running', 'paused', 'cancelling', 'stalled'] as const;
/** One of {@link QUEUE_CONTEXTS}. */
export type QueueContext = (typeof QUEUE_CONTEXTS)[number];

/** Context key: `ready` while there are jobs that wait for the start of the queue. */
export const START_CONTEXT = 'evidenceCopy.start';

/** Context key: `some` while there are finished jobs that can be cleared. */
export const FINISHED_CONTEXT = 'evidenceCopy.finished';

/** Context key: how the verification of a folder is, for the enablement of its commands. */
export const VERIFICATION_CONTEXT = 'evidenceCopy.verification';

/** Values of {@link VERIFICATION_CONTEXT}. */
export const VERIFICATION_CONTEXTS = ['idle', 'running', 'paused'] as const;
/** One of {@link VERIFICATION_CONTEXTS}. */
export type VerificationContext = (typeof VERIFICATION_CONTEXTS)[number];

/** Id of the tree of the queue. */
export const QUEUE_VIEW = 'evidenceCopy.queue';

/** Type of the editors that show a measurement, for the action in their title. */
export const MEASUREMENT_VIEW = 'evidenceCopy.measurement';

/** Type of the editors that show a job. */
export const REPORT_VIEW = 'evidenceCopy.report';

/** Id of the status bar item, by which people hide it and tests find it. */
export const STATUS_BAR_ID = 'evidenceCopy.status';

/** Type of the editors that show the report of a self-test. */
export const SELF_TEST_VIEW = 'evidenceCopy.selfTest';

/** Id of the status bar item of a verification. */
export const VERIFICATION_STATUS_ID = 'evidenceCopy.verification';

/** Name of the log channel and of the status bar item. A product name: not translated. */
export const PRODUCT_NAME = 'Evidence Copy';
