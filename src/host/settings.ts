import * as vscode from 'vscode';
import { SETTINGS_SECTION } from './contributions';
import type { Log } from './log';
import { parseSettings, type Settings } from './settingsSchema';

/**
 * The settings of this moment, as one frozen snapshot for one job. The only place that reads configuration.
 * What had to be put right is in the log.
 */
export function readSettings(log: Log): Settings {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const { settings, remarks } = parseSettings({
    verification: configuration.get<unknown>('verification'),
    requireGrade: configuration.get<unknown>('requireGrade'),
    conflict: configuration.get<unknown>('conflict'),
    onItemError: configuration.get<unknown>('onItemError'),
    useBufferReuse: configuration.get<unknown>('useBufferReuse'),
    bufferSizeKB: configuration.get<unknown>('bufferSizeKB'),
  });
  for (const remark of remarks) log('warning', remark);
  return settings;
}
