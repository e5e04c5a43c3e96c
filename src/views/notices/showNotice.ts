import * as vscode from 'vscode';
import { COMMANDS } from '../../host/contributions';
import { notify } from '../../host/notify';
import type { NoticeModel } from '../states/noticeModel';

/** Shows a notification and does what the person chose; resolves with whether anything was chosen before it was closed. */
export async function showNotice({ severity, message, buttons }: NoticeModel): Promise<boolean> {
  const chosen = await notify(severity, message, ...buttons.map(({ title }) => title));
  const button = buttons.find(({ title }) => title === chosen);
  if (button === undefined) return false;
  for (const argument of button.arguments) {
    await vscode.commands.executeCommand(COMMANDS[button.command], ...(argument === null ? [] : [argument]));
  }
  return true;
}
