import { inEnglish, type Translate } from './translate';

const STEP = 1024;
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A byte count for people, in binary units with at most one decimal: `512 bytes`, `1.5 GiB`. In English unless `t` is given. */
export function formatBytes(count: number, t: Translate = inEnglish): string {
  if (count < STEP) return count === 1 ? t('1 byte') : t('{0} bytes', count);
  let value = count;
  let unit = '';
  for (const next of UNITS) {
    value /= STEP;
    unit = next;
    if (value < STEP) break;
  }
  return `${t.number(value, value < 100 ? 1 : 0)} ${unit}`;
}

/** A rate for people, from bytes per second, in MB/s of 10^6 bytes. */
export function formatRate(bytesPerSecond: number, t: Translate = inEnglish): string {
  const rate = bytesPerSecond / 1e6;
  return `${t.number(rate, rate < 10 ? 1 : 0)} MB/s`;
}

/** A duration for people, from milliseconds: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(milliseconds: number, t: Translate = inEnglish): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${t.number(seconds, 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${two(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** What is left of a time is told in steps of so many seconds, up to as many: an estimate is no finer. */
const STEPS = [
  { seconds: 5, upTo: 60 },
  { seconds: 30, upTo: 600 },
  { seconds: 60, upTo: 3600 },
  { seconds: 300, upTo: Number.POSITIVE_INFINITY },
] as const;

/**
 * What is left of a time for people, from milliseconds, no finer than it can be known: `20 s`, `3 min 30 s`, `2 h 05 min`.
 * Rounded up, so that it does not end before it is over.
 */
export function formatRemaining(milliseconds: number): string {
  const exact = Math.max(1, Math.ceil(milliseconds / 1000));
  const step = STEPS.find(({ upTo }) => exact <= upTo)?.seconds ?? 1;
  const seconds = Math.ceil(exact / step) * step;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${two(seconds % 60)} s`;
}

/** A measured time for people, from milliseconds, with three digits or so: `45 ms`, `1.24 s`; long ones as durations. */
export function formatTime(milliseconds: number, t: Translate = inEnglish): string {
  if (milliseconds < 1000) return `${t.number(milliseconds, milliseconds < 10 ? 1 : 0)} ms`;
  return milliseconds < 10_000 ? `${t.number(milliseconds / 1000, 2)} s` : formatDuration(milliseconds, t);
}

/** Bytes per second from bytes and milliseconds; 0 where no time passed. */
export function bytesPerSecond(bytes: number, milliseconds: number): number {
  return milliseconds <= 0 ? 0 : Math.round((bytes * 1000) / milliseconds);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
