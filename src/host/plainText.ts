/**
 * A message for a notification as plain text. VS Code turns `[text](command:…)` in it into a link that runs a command;
 * the name of an evidence file must not be able to make one.
 */
export function withoutLinks(message: string): string {
  return message.replaceAll('](', '] (');
}
