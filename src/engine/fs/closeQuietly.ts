import { SystemError } from './systemError';

/** Closes what is given up: a failure is on its way already, and the one of closing would hide it. */
export function closeQuietly(opened: { close(): void }): void {
  try {
    opened.close();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}
