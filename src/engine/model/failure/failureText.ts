import { printable } from '../text/pathText';
import { inEnglish, type Translate } from '../text/translate';
import { formatBytes, formatDuration } from '../text/units';
import { detailText } from './detailText';
import type { Failure, FailureCode } from './failure';

type Values = Readonly<Record<string, string | number>>;
type Sentence = (t: Translate, values: Values) => string;

/** One catalogue for every sentence about a failure: what happened, and what to do. */
const SENTENCES: Readonly<Record<FailureCode, Sentence>> = {
  nothingToCopy: (t) => t('Nothing was selected to copy. Choose at least one file or folder.'),
  notFound: (t) => t('This does not exist. Check the path, and that the drive or card is connected.'),
  destinationExists: (t, v) =>
    v['differs'] === undefined
      ? t(
          'Something with this name is already at the destination and was left untouched. Choose another destination, or set what happens to existing names (conflict).',
        )
      : t(
          'What is already at the destination under this name differs ({0}) and was left untouched. Choose another destination, or set what happens to existing names (conflict).',
          detail(t, v['differs'], ''),
        ),
  destinationNotFolder: (t) => t('A folder is needed here, but this is something else. Choose another destination.'),
  destinationInsideSource: (t) =>
    t('The destination lies inside a folder that is to be copied. Choose a destination outside of it.'),
  destinationsOverlap: (t, v) =>
    v['what'] === 'records'
      ? t('The records would lie in what is copied here. Choose a folder for them that is apart.')
      : t('This destination is another destination of the same job, or lies inside it. Choose folders that are apart.'),
  sameFile: (t) => t('Source and destination are the same file or folder. Choose another destination.'),
  nameCollision: (t, v) =>
    t(
      'The destination cannot hold this name beside {0}: it takes both for the same. Copy them to different destinations.',
      detail(t, v['other'], t('another selected name')),
    ),
  nameNotAllowed: (t, v) =>
    v['layout'] === 'bag'
      ? t('A bag cannot hold this name, because it is not UTF-8 (RFC 8493). Choose the layout plain for this job.')
      : t(
          'The file system of the destination does not allow this name. Choose a destination with another file system.',
        ),
  fileTooLarge: (t, v) =>
    v['size'] === undefined
      ? t('The destination cannot hold a file as large as this. Choose one with another file system or a higher limit.')
      : t(
          'The destination cannot hold a file of {0}. Choose one with another file system or a higher limit.',
          bytes(v['size'], t),
        ),
  linkNotSupported: (t) =>
    t('The file system of the destination cannot hold symbolic links. What the link points to is in the record.'),
  noSpace: noSpaceText,
  digestUnavailable: (t, v) =>
    t(
      'The digest {0} cannot be relied on here: no code on this machine computes it as it is defined. Nothing was copied. Choose another digest, and have the machine examined.',
      text(v['algorithm'], t('asked for')),
    ),
  stagingInUse: (t, v) =>
    t(
      'Another job is at work in this folder ({0}). Wait until it has ended. If it runs on another machine and has ended there, remove the newest owner file in this folder.',
      detail(t, v['owner'], t('it has only just begun')),
    ),
  logDamaged: (t, v) =>
    t(
      'The custody log of this job is not what was written ({0}), so the job is not continued and nothing was touched. Find out what changed it; copy again to another destination.',
      detail(t, v['what'], t('it cannot be read')),
    ),
  namesGiven: (t) =>
    t(
      'Some copies of this job may have their final names already, and its staging folder holds the only record of them, so it was left. Resume the job to have it recorded, or keep the folder.',
    ),
  permissionDenied: (t, v) =>
    isAtDestination(v)
      ? t('You may not write here. Ask for the right to, or choose another destination.')
      : t('You may not read this. Ask for the right to, or run the copy as a user who may.'),
  readOnly: (t) => t('The destination is read-only. Choose another destination, or make it writable.'),
  readError: readErrorText,
  writeError: (t) =>
    t('Writing to the destination failed. The drive may be damaged or disconnected: check it, or use another one.'),
  deviceGone: (t, v) =>
    isAtDestination(v)
      ? t('The destination does not answer any more. Connect it again and resume the job, or use another one.')
      : t('The source does not answer any more. Connect it again and retry the job.'),
  fileSystemDamaged: (t) =>
    t('The file system is damaged here. Do not write to it; have it examined or image it first.'),
  tooManyOpenFiles: (t) => t('The system allows no more open files. Close other programs, or raise the limit.'),
  sourceChanged: (t, v) => {
    const what = detail(t, v['what'], t('its state differs'));
    return v['kept'] === undefined
      ? t('The source changed while it was copied ({0}). Stop whatever writes to it and copy it again.', what)
      : t(
          'The source changed while it was copied ({0}). What was read was kept as {1}; both states of the source are in the record. It may hold bytes of different moments: stop whatever writes to the source and copy it again.',
          what,
          text(v['kept'], ''),
        );
  },
  sizeMismatch: (t, v) =>
    t(
      'The source has {0} by its size, but gave {1} when it was read. Copy it again; if it stays so, the medium or the file system is at fault.',
      bytes(v['expected'], t),
      bytes(v['actual'], t),
    ),
  hashMismatch: (t, v) =>
    sentences(
      v['copies'] === 2
        ? t('Twice, what was read back from the destination is not what was written.')
        : t('What was read back from the destination is not what was written.'),
      rangeText(t, v),
      t('Use another drive or cable, and copy again.'),
    ),
  sourceUnstable: (t, v) =>
    sentences(
      t('The source gave other bytes when it was read a second time.'),
      rangeText(t, v),
      t('Check its medium, cable and reader, image it first, and copy again.'),
    ),
  gradeNotReached: (t, v) =>
    t(
      'The grade asked for ({0}) was not reached: {1}. Use a destination where it can be, or allow the lower grade.',
      text(v['requested'], '?'),
      detail(t, v['reason'], t('it could not be proved')),
    ),
  stagingChanged: (t, v) =>
    t(
      'Something changed the copy before it got its final name ({0}). Find out what writes to the destination, and copy again.',
      detail(t, v['what'], t('its state differs')),
    ),
  publishBlocked: (t) =>
    t(
      'The copy was verified but could not be given its final name. It is kept in the staging folder; see the log for the cause.',
    ),
  archiveDamaged: (t, v) =>
    t(
      'The ZIP is not what was put into it ({0}), so it was not given its name. Use another drive, or copy again; the drive may be damaged.',
      detail(t, v['what'], t('it cannot be read')),
    ),
  jobStopped: (t) => t('The job stopped before this item was done. Clear the cause of that, then retry the job.'),
  cancelled: (t) => t('The job was cancelled.'),
  volumeHeld: (t, v) =>
    t(
      'This job was not started: the job {0} failed because of the volume that this one would write to. Clear the cause it names, or choose another destination, and run this job again.',
      text(v['job'], t('before it')),
    ),
  stalled: (t, v) =>
    v['item'] === undefined
      ? t(
          'A device did not answer for {0}, and the job was abandoned. Check the drives, cables and networks of source and destination, then copy again.',
          duration(v['silentMs'], t),
        )
      : t(
          'A device did not answer for {0}, and the job was abandoned at {1}. Check the drives, cables and networks of source and destination, then copy again.',
          duration(v['silentMs'], t),
          text(v['item'], ''),
        ),
  namesLocked: (t, v) =>
    t(
      'This job was not started: the job {0} was abandoned while a device did not answer, and may still hold names in this destination. Run this job again once the device answers or is disconnected.',
      text(v['job'], t('before it')),
    ),
  engineCrashed: (t) =>
    t(
      'The copy engine ended unexpectedly; nothing unverified has a final name. What was copied is kept in the staging folder: resume the job, and keep the log.',
    ),
  internalError: (t) =>
    t('Something went wrong that should not. Nothing unverified has a final name. Copy again, and keep the log.'),
};

/**
 * The sentence for the person: what happened and what to do, without the path. In English where no translation is given, as
 * in the records, on the command line and in the log.
 */
export function failureText(failure: Failure, t: Translate = inEnglish): string {
  return SENTENCES[failure.code](t, failure.args ?? {});
}

/** One line with path, position and sentence; safe for a terminal or a log. */
export function failureLine(failure: Failure, t: Translate = inEnglish): string {
  const where = failure.path === undefined ? '' : `${printable(failure.path)}: `;
  const sentence = failureText(failure, t);
  return failure.offset === undefined
    ? `${where}${sentence}`
    : `${where}${t('{0} (at byte {1})', sentence, failure.offset)}`;
}

function noSpaceText(t: Translate, v: Values): string {
  if (v['resource'] === 'inodes') {
    return t(
      'The file system of the destination has no room for more files (no free inodes). Choose another destination.',
    );
  }
  if (typeof v['needed'] === 'number') {
    return t(
      'The copy needs {0}, the destination has {1} free. Make room or choose another destination.',
      bytes(v['needed'], t),
      bytes(v['available'], t),
    );
  }
  return sentences(
    t('The destination is full, or a quota on it is used up.'),
    typeof v['left'] === 'number'
      ? t('What is left to be copied needs {0}, and {1} are free.', bytes(v['left'], t), bytes(v['available'], t))
      : null,
    t('Make room, then resume the job.'),
  );
}

function readErrorText(t: Translate, v: Values): string {
  if (v['kept'] !== undefined) {
    return sentences(
      v['ranges'] === 1
        ? t('{0} of the source, in one range, could not be read.', bytes(v['unreadable'], t))
        : t('{0} of the source, in {1} ranges, could not be read.', bytes(v['unreadable'], t), v['ranges'] ?? '?'),
      t('All else was kept as {0}, with zeros there; every range is in the record.', text(v['kept'], '')),
      t('It is no whole copy: copy again, or image the medium.'),
    );
  }
  return isAtDestination(v)
    ? t('The copy could not be read back. The drive may be damaged: use another one and copy again.')
    : t('The source could not be read here. The medium may be damaged: copy again, or image it first.');
}

/** Where two readings differ, as far as it is known. */
function rangeText(t: Translate, { first, last, blocks }: Values): string | null {
  if (first === undefined || last === undefined || blocks === undefined) return null;
  if (first === last) return t('They differ at byte {0}.', first);
  return blocks === 1
    ? t('They differ from byte {0} to byte {1}, in one block of 4096 bytes.', first, last)
    : t('They differ from byte {0} to byte {1}, in {2} blocks of 4096 bytes.', first, last, blocks);
}

function isAtDestination(values: Values): boolean {
  return values['side'] === 'destination';
}

function bytes(value: string | number | undefined, t: Translate): string {
  return typeof value === 'number' ? formatBytes(value, t) : t('an unknown number of bytes');
}

function duration(value: string | number | undefined, t: Translate): string {
  return typeof value === 'number' ? formatDuration(value, t) : t('a long time');
}

/** What the engine words itself. */
function detail(t: Translate, value: string | number | undefined, otherwise: string): string {
  return value === undefined ? otherwise : printable(detailText(String(value), t));
}

/** A name from outside. */
function text(value: string | number | undefined, otherwise: string): string {
  return value === undefined ? otherwise : printable(String(value));
}

function sentences(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' ');
}
