import type { Failure, FailureCode } from './failure';
import { printable } from './pathText';
import { formatBytes, formatDuration } from './units';

type Values = Readonly<Record<string, string | number>>;
type Sentence = string | ((values: Values) => string);

/** One catalogue for every sentence about a failure: what happened, and what to do. */
const SENTENCES: Readonly<Record<FailureCode, Sentence>> = {
  nothingToCopy: 'Nothing was selected to copy. Choose at least one file or folder.',
  notFound: 'This does not exist. Check the path, and that the drive or card is connected.',
  destinationExists: (v) =>
    v['differs'] === undefined
      ? 'Something with this name is already at the destination and was left untouched. Choose another destination, or what to do with existing names.'
      : `What is already at the destination under this name differs (${v['differs']}) and was left untouched. Choose another destination, or what to do with existing names.`,
  destinationNotFolder: 'A folder is needed here, but this is something else. Choose another destination.',
  destinationInsideSource:
    'The destination lies inside a folder that is to be copied. Choose a destination outside of it.',
  sameFile: 'Source and destination are the same file or folder. Choose another destination.',
  nameCollision: (v) =>
    `The destination cannot hold this name beside ${text(v['other'], 'another selected name')}: it takes both for the same. Copy them to different destinations.`,
  nameNotAllowed: (v) =>
    v['layout'] === 'bag'
      ? 'A bag cannot hold this name, because it is not UTF-8 (RFC 8493). Choose the layout plain for this copy.'
      : 'The file system of the destination does not allow this name. Choose a destination with another file system.',
  fileTooLarge: (v) =>
    `The destination cannot hold a file ${v['size'] === undefined ? 'as large as this' : `of ${bytes(v['size'])}`}. Choose one with another file system or a higher limit.`,
  linkNotSupported:
    'The file system of the destination cannot hold symbolic links. What the link points to is in the record.',
  noSpace: (v) => {
    if (v['resource'] === 'inodes')
      return 'The file system of the destination has no room for more files (no free inodes). Choose another destination.';
    if (typeof v['needed'] === 'number')
      return `The copy needs ${bytes(v['needed'])}, the destination has ${bytes(v['available'])} free. Make room or choose another destination.`;
    const left =
      typeof v['left'] === 'number'
        ? ` What is left to be copied needs ${bytes(v['left'])}, and ${bytes(v['available'])} are free.`
        : '';
    return `The destination is full, or a quota on it is used up.${left} Make room, then resume the job.`;
  },
  digestUnavailable: (v) =>
    `The digest ${text(v['algorithm'], 'asked for')} cannot be relied on here: no code on this machine computes it as it is defined. Nothing was copied. Choose another digest, and have the machine examined.`,
  stagingInUse: (v) =>
    `Another copy is at work in this folder (${text(v['owner'], 'it has only just begun')}). Wait until it has ended. If it runs on another machine and has ended there, remove the newest owner file in this folder.`,
  logDamaged: (v) =>
    `The custody log of this job is not what was written (${text(v['what'], 'it cannot be read')}), so the job is not continued and nothing was touched. Find out what changed it; copy again to another destination.`,
  namesGiven:
    'Some copies of this job may have their final names already, and its staging folder holds the only record of them, so it was left. Resume the job to have it recorded, or keep the folder.',
  permissionDenied: (v) =>
    v['side'] === 'destination'
      ? 'You may not write here. Ask for the right to, or choose another destination.'
      : 'You may not read this. Ask for the right to, or run the copy as a user who may.',
  readOnly: 'The destination is read-only. Choose another destination, or make it writable.',
  readError: (v) => {
    if (v['kept'] !== undefined)
      return `${bytes(v['unreadable'])} of the source in ${v['ranges']} ${v['ranges'] === 1 ? 'range' : 'ranges'} could not be read. All else was kept as ${text(v['kept'], '')}, with zeros there; every range is in the record. It is no whole copy: copy again, or image the medium.`;
    return v['side'] === 'destination'
      ? 'The copy could not be read back. The drive may be damaged: use another one and copy again.'
      : 'The source could not be read here. The medium may be damaged: copy again, or image it first.';
  },
  writeError:
    'Writing to the destination failed. The drive may be damaged or disconnected: check it, or use another one.',
  deviceGone: (v) =>
    v['side'] === 'destination'
      ? 'The destination does not answer any more. Connect it again and resume the job, or use another one.'
      : 'The source does not answer any more. Connect it again and repeat the copy.',
  fileSystemDamaged: 'The file system is damaged here. Do not write to it; have it examined or image it first.',
  tooManyOpenFiles: 'The system allows no more open files. Close other programs, or raise the limit.',
  sourceChanged: (v) => {
    if (v['kept'] !== undefined)
      return `The source changed while it was copied (${text(v['what'], 'its state differs')}). What was read was kept as ${text(v['kept'], '')}; both states of the source are in the record. It may hold bytes of different moments: stop whatever writes to the source and copy it again.`;
    return `The source changed while it was copied (${text(v['what'], 'its state differs')}). Stop whatever writes to it and copy it again.`;
  },
  sizeMismatch: (v) =>
    `The source has ${bytes(v['expected'])} by its size, but gave ${bytes(v['actual'])} when it was read. Copy it again; if it stays so, the medium or the file system is at fault.`,
  hashMismatch: (v) =>
    `What was read back from the destination is not what was written${where(v)}${v['copies'] === 2 ? ', the second time too' : ''}. Use another drive or cable, and copy again.`,
  sourceUnstable: (v) =>
    `The source gave other bytes when it was read a second time${where(v)}. Check its medium, cable and reader, image it first, and copy again.`,
  gradeNotReached: (v) =>
    `The grade asked for (${v['requested']}) was not reached: ${text(v['reason'], 'it could not be proved')}. Use a destination where it can be, or allow the lower grade.`,
  stagingChanged: (v) =>
    `Something changed the copy before it was published (${text(v['what'], 'its state differs')}). Find out what writes to the destination, and copy again.`,
  publishBlocked:
    'The copy was verified but could not be given its final name. It is kept in the staging folder; see the log for the cause.',
  archiveDamaged: (v) =>
    `The ZIP is not what was put into it (${text(v['what'], 'it cannot be read')}), so it was not given its name. Use another drive, or copy again; the drive may be damaged.`,
  jobStopped: 'The job stopped before this item was done. Repeat the job when its cause is cleared.',
  cancelled: 'The copy was cancelled.',
  volumeHeld: (v) =>
    `This job was not started: the job ${text(v['job'], 'before it')} failed because of the volume that this one would write to. Clear the cause it names, or choose another destination, and run this job again.`,
  stalled: (v) =>
    `A device did not answer for ${duration(v['silentMs'])}, and the job was abandoned${v['item'] === undefined ? '' : ` at ${text(v['item'], '')}`}. Check the drives, cables and networks of source and destination, then copy again.`,
  namesLocked: (v) =>
    `This job was not started: the job ${text(v['job'], 'before it')} was abandoned while a device did not answer, and may still hold names in this destination. Run this job again once the device answers or is disconnected.`,
  engineCrashed:
    'The copy engine ended unexpectedly; nothing unverified has a final name. What was copied is kept in the staging folder: resume the job, and keep the log.',
  internalError:
    'Something went wrong that should not. Nothing unverified has a final name. Copy again, and keep the log.',
};

/** The sentence for the person: what happened and what to do, without the path. */
export function failureText(failure: Failure): string {
  const sentence = SENTENCES[failure.code];
  return typeof sentence === 'string' ? sentence : sentence(failure.args ?? {});
}

/** One line with path, position and sentence; safe for a terminal or a log. */
export function failureLine(failure: Failure): string {
  const where = failure.path === undefined ? '' : `${printable(failure.path)}: `;
  const at = failure.offset === undefined ? '' : ` (at byte ${failure.offset})`;
  return `${where}${failureText(failure)}${at}`;
}

/** Where two readings differ, as far as it is known. */
function where({ first, last, blocks }: Values): string {
  if (first === undefined) return '';
  const range = first === last ? `byte ${first}` : `bytes ${first} to ${last}`;
  return `: ${range}, in ${blocks} ${blocks === 1 ? 'block' : 'blocks'} of 4096 bytes`;
}

function bytes(value: string | number | undefined): string {
  return typeof value === 'number' ? formatBytes(value) : 'an unknown number of bytes';
}

function duration(value: string | number | undefined): string {
  return typeof value === 'number' ? formatDuration(value) : 'a long time';
}

function text(value: string | number | undefined, otherwise: string): string {
  return value === undefined ? otherwise : printable(String(value));
}
