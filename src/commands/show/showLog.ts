import type { LogChannel } from '../../host/log';
import type { CommandHandler } from '../../host/registerCommand';

/** "Show Log": brings the log channel to front. */
export function showLog(channel: LogChannel): CommandHandler {
  return () => channel.show();
}
