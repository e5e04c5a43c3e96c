/**
 * A message as plain text, for a notification or an input box. VS Code turns `[text](command:…)` in it into a link that
 * runs a command; the name of an evidence file must not be able to make one.
 */
export function withoutLinks(message: string): string {
  return message.replaceAll('](', '] (');
}
