import { basename } from 'node:path';
import type { AuditState } from '../../client/audit/auditRunner';
import type { Progress } from '../../client/progress/progress';
import type { PathText } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { formatRate, formatRemaining } from '../../engine/model/text/units';
import { shortName, shortPath } from '../text/jobNameModel';
import { dotted } from '../text/partsModel';

/** How a running verification is shown. */
export interface AuditProgressModel {
  /** One line for the notification. Plain text without names. */
  readonly message: string;
  /** Whole per cent, 0 until it is known how much there is. */
  readonly percent: number;
  /** Text of the status bar, with an icon. No name from outside is in it. */
  readonly status: string;
  /** That text without the icon, for screen readers. */
  readonly spoken: string;
  /** Plain lines; names in them are printable. */
  readonly tooltip: readonly string[];
  readonly isPaused: boolean;
}

/** Words a running verification. */
export function auditProgressModel(state: AuditState, t: Translate): AuditProgressModel {
  const { progress, isPaused } = state;
  const percent = Math.floor((progress?.fraction ?? 0) * 100);
  const rate = formatRate(progress?.currentRate ?? 0, t);
  const activity = activityText(state, t);
  const share = progress?.fraction == null ? null : t('{0}%', percent);
  const spoken = dotted([activity ?? t('Verifying {0}', rate), share]);
  return {
    // Its title says already that something is verified.
    message: dotted([activity ?? rate, share, amountText(state, t), leftText(state, t)]),
    percent,
    status: `$(${isPaused ? 'debug-pause' : 'sync~spin'}) ${spoken}`,
    spoken: t('Evidence Copy: {0}', spoken),
    tooltip: [
      t('Verifying "{0}"', auditedName(state.request.folder)),
      ...(progress?.currentPath == null ? [] : [shortPath(progress.currentPath)]),
      isPaused ? t('Click to resume.') : t('Click to pause.'),
    ],
    isPaused,
  };
}

/** The name of an audited folder for people. */
export function auditedName(folder: PathText): string {
  return shortName(basename(folder) || folder);
}

/** What there is to say but a rate; null while files are read. */
function activityText({ progress, isPaused, isCancelling }: AuditState, t: Translate): string | null {
  if (progress?.life === 'stalled') return t('STALLED: a device does not answer');
  if (isCancelling) return t('Cancelling');
  if (isPaused) return t('Paused');
  if (progress === null || isChoosing(progress)) return t('Looking for its records, bag or list of digests');
  return progress.fraction === null ? t('Looking at what is there') : null;
}

function amountText({ progress }: AuditState, t: Translate): string | null {
  if (progress === null) return null;
  const { fraction, itemsDone, itemsPlanned } = progress;
  if (isChoosing(progress)) return itemsDone === 0 ? null : t('{0} folders', itemsDone);
  return fraction === null ? t('{0} items', itemsPlanned) : t('{0} of {1} items', itemsDone, itemsPlanned);
}

/** Whether it is not known yet what the folder is held against; what is done so far are folders looked into. */
function isChoosing({ fraction, itemsPlanned }: Progress): boolean {
  return fraction === null && itemsPlanned === 0;
}

function leftText({ progress, isPaused, isCancelling }: AuditState, t: Translate): string | null {
  const isMoving = !isPaused && !isCancelling && progress?.life === 'working';
  return isMoving && progress.etaMs !== null ? t('{0} left', formatRemaining(progress.etaMs)) : null;
}
