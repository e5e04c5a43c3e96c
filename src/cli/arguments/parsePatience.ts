import { type Patience, UNATTENDED } from '../../engine/model/job/patience';
import { printable } from '../../engine/model/text/pathText';
import { UsageError } from './usageError';

/** How long a device may be silent, from `--stall-seconds` and `--abandon-after-minutes`. Throws {@link UsageError}. */
export function parsePatience(stallSeconds: string | undefined, abandonAfterMinutes: string | undefined): Patience {
  return {
    stallSeconds: numberOf('stall-seconds', stallSeconds, UNATTENDED.stallSeconds, 1),
    abandonAfterMinutes: numberOf('abandon-after-minutes', abandonAfterMinutes, UNATTENDED.abandonAfterMinutes, 0),
  };
}

function numberOf(option: string, value: string | undefined, otherwise: number, least: number): number {
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || number < least) {
    throw new UsageError(`--${option} takes a number of at least ${least}, not ${printable(value)}`);
  }
  return number;
}
