import * as z from 'zod/mini';
import { ATTENDED, type Patience } from '../engine/model/job/patience';
import type { WatchSettingName } from './contributions';

/** What these settings may be; the manifest says the same. */
export const WATCH_RANGES: Readonly<Record<WatchSettingName, { readonly min: number; readonly max: number }>> = {
  stallSeconds: { min: 1, max: 86_400 },
  abandonAfterMinutes: { min: 0, max: 10_080 },
};

/** How long a device may be silent, from raw values: what is no number of the range has its default. */
export function parsePatience(raw: Readonly<Record<WatchSettingName, unknown>>): Patience {
  const read = (name: WatchSettingName): number => {
    const { min, max } = WATCH_RANGES[name];
    const parsed = z.safeParse(z.number().check(z.gte(min), z.lte(max)), raw[name]);
    return parsed.success ? parsed.data : ATTENDED[name];
  };
  return { stallSeconds: read('stallSeconds'), abandonAfterMinutes: read('abandonAfterMinutes') };
}
