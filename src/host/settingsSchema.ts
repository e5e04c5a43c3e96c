import * as z from 'zod/mini';
import {
  BUFFER_SIZE_KB,
  ConflictSchema,
  clampBufferSizeKB,
  DEFAULT_OPTIONS,
  type JobOptions,
  LanesSchema,
  OnItemErrorSchema,
} from '../engine/model/job/job';
import { LayoutSchema, ZipSchema } from '../engine/model/job/packaging';
import { HashAlgorithmsSchema } from '../engine/model/proof/digest';
import { GradeSchema } from '../engine/model/proof/grade';
import { printable } from '../engine/model/text/pathText';
import { DATE_FORMATS } from '../engine/model/time/dateFormat';
import { SETTINGS, SETTINGS_SECTION, type SettingName } from './contributions';

/** The settings in force for one job: frozen when the job is asked for, so that a later change cannot reach it. */
export type Settings = Readonly<Pick<JobOptions, SettingName>>;

/** Settings, and what had to be put right about them, as lines for the log. */
export interface ParsedSettings {
  readonly settings: Settings;
  readonly remarks: readonly string[];
}

/** The setting for how dates are written, where it is not left to the language. */
export const DateFormatSchema = z.enum(DATE_FORMATS);

const SCHEMAS = {
  verification: GradeSchema,
  requireGrade: z.boolean(),
  retryMismatch: z.boolean(),
  hashAlgorithms: HashAlgorithmsSchema,
  layout: LayoutSchema,
  zip: ZipSchema,
  conflict: ConflictSchema,
  onItemError: OnItemErrorSchema,
  useBufferReuse: z.boolean(),
  // The range is held by clamping, so that a value outside of it is not thrown away.
  bufferSizeKB: z.number(),
  lanes: LanesSchema,
} satisfies { [Name in SettingName]: z.ZodMiniType<Settings[Name]> };

/**
 * Turns raw values, which may be anything a person wrote into settings.json, into settings. What has no meaning takes
 * its default; a buffer size outside of its range is held within it. Both are remarked on, neither throws.
 */
export function parseSettings(raw: Readonly<Record<SettingName, unknown>>): ParsedSettings {
  const remarks: string[] = [];
  const read = <Name extends SettingName>(name: Name, schema: z.ZodMiniType<Settings[Name]>): Settings[Name] => {
    const fallback: Settings[Name] = DEFAULT_OPTIONS[name];
    if (raw[name] === undefined) return fallback;
    const parsed = z.safeParse(schema, raw[name]);
    if (parsed.success) return parsed.data;
    remarks.push(`${setting(name)} cannot be ${shown(raw[name])}; ${shown(fallback)} is used.`);
    return fallback;
  };
  const wantedSize = read('bufferSizeKB', SCHEMAS.bufferSizeKB);
  const bufferSizeKB = clampBufferSizeKB(wantedSize);
  if (bufferSizeKB !== wantedSize) {
    const range = `${BUFFER_SIZE_KB.min} … ${BUFFER_SIZE_KB.max}`;
    remarks.push(
      `${setting('bufferSizeKB')} is ${shown(wantedSize)}, but whole KiB of ${range}: ${bufferSizeKB} is used.`,
    );
  }
  const settings: Settings = Object.freeze({
    verification: read('verification', SCHEMAS.verification),
    requireGrade: read('requireGrade', SCHEMAS.requireGrade),
    retryMismatch: read('retryMismatch', SCHEMAS.retryMismatch),
    hashAlgorithms: read('hashAlgorithms', SCHEMAS.hashAlgorithms),
    layout: read('layout', SCHEMAS.layout),
    zip: read('zip', SCHEMAS.zip),
    conflict: read('conflict', SCHEMAS.conflict),
    onItemError: read('onItemError', SCHEMAS.onItemError),
    useBufferReuse: read('useBufferReuse', SCHEMAS.useBufferReuse),
    bufferSizeKB,
    lanes: read('lanes', SCHEMAS.lanes),
  });
  return { settings, remarks };
}

/** The settings as one line for the log: `verification=device, requireGrade=false, …`. */
export function settingsLine(settings: Readonly<Record<SettingName, unknown>>): string {
  return SETTINGS.map((name) => `${name}=${shown(settings[name])}`).join(', ');
}

function setting(name: SettingName): string {
  return `Setting ${SETTINGS_SECTION}.${name}`;
}

function shown(value: unknown): string {
  return printable(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
}
