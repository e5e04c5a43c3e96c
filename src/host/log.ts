import * as vscode from 'vscode';
import { stackOf } from '../engine/model/failure/thrown';
import { printable } from '../engine/model/text/pathText';
import type { LogLevel } from '../engine/model/thread/logLevel';
import { PRODUCT_NAME } from './contributions';

/** Writes one event. It stays on one line whatever names are in it. */
export type Log = (level: LogLevel, message: string) => void;

/** The log channel of the extension. */
export interface LogChannel extends vscode.Disposable {
  readonly write: Log;
  /** Writes what somebody threw who only listened. */
  complain(error: unknown): void;
  /** Brings the channel to front without taking the focus from where the person works. */
  show(): void;
}

/** Makes the log channel; it is shown under "Output" and kept in VS Code's own log folder. */
export function createLogChannel(): LogChannel {
  const channel = vscode.window.createOutputChannel(PRODUCT_NAME, { log: true });
  const write: Log = (level, message) => {
    const line = printable(message);
    if (level === 'error') channel.error(line);
    else if (level === 'warning') channel.warn(line);
    else channel.info(line);
  };
  const complain = (error: unknown): void => write('error', `A listener failed: ${stackOf(error)}`);
  return { write, complain, show: () => channel.show(true), dispose: () => channel.dispose() };
}
