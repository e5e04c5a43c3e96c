import { userInfo } from 'node:os';

/** Name of the user of this process with its number; the number alone where the system has no entry for it. */
export function userName(): string {
  try {
    const { username, uid } = userInfo();
    return uid < 0 ? username : `${username} (${uid})`;
  } catch {
    // As in a container that was started for any number.
    return String(process.getuid?.() ?? 'unknown');
  }
}
