import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Patience } from '../engine/model/job/patience';
import { type DateFormat, dateFormatOf } from '../engine/model/time/dateFormat';
import { DATE_FORMAT_SETTING, SETTINGS_SECTION } from './contributions';
import type { Log } from './log';
import { DateFormatSchema, parseSettings, type Settings } from './settingsSchema';
import { parsePatience } from './watchSettings';

/**
 * The settings of this moment, as one frozen snapshot for one job. The only place that reads configuration.
 * What had to be put right is in the log.
 */
export function readSettings(log: Log): Settings {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const { settings, remarks } = parseSettings({
    verification: configuration.get<unknown>('verification'),
    requireGrade: configuration.get<unknown>('requireGrade'),
    retryMismatch: configuration.get<unknown>('retryMismatch'),
    hashAlgorithms: configuration.get<unknown>('hashAlgorithms'),
    layout: configuration.get<unknown>('layout'),
    zip: configuration.get<unknown>('zip'),
    conflict: configuration.get<unknown>('conflict'),
    onItemError: configuration.get<unknown>('onItemError'),
    useBufferReuse: configuration.get<unknown>('useBufferReuse'),
    bufferSizeKB: configuration.get<unknown>('bufferSizeKB'),
    lanes: configuration.get<unknown>('lanes'),
  });
  for (const remark of remarks) log('warning', remark);
  return settings;
}

/** How long a device may be silent before its copy is marked as stalled, and before it is abandoned. */
export function readPatience(): Patience {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  return parsePatience({
    stallSeconds: configuration.get<unknown>('stallSeconds'),
    abandonAfterMinutes: configuration.get<unknown>('abandonAfterMinutes'),
  });
}

/** How the person writes dates: as set, else as is usual in the language of the window and the region of the machine. */
export function readDateFormat(): DateFormat {
  const set = vscode.workspace.getConfiguration(SETTINGS_SECTION).get<unknown>(DATE_FORMAT_SETTING);
  const parsed = z.safeParse(DateFormatSchema, set);
  return parsed.success ? parsed.data : dateFormatOf(personsLocale());
}

/**
 * The person's locale (BCP 47). `en` alone would be American: the region of the machine tells more, where it has the same
 * language.
 */
export function personsLocale(): string {
  const { language } = vscode.env;
  const ofMachine = Intl.DateTimeFormat().resolvedOptions().locale;
  return ofMachine.startsWith(`${language}-`) ? ofMachine : language;
}
