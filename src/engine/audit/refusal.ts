import type { PathText } from '../model/text/pathText';

/** The audit was not begun: its manifest is none, cannot be relied on, or points outside of its folder. */
export class AuditRefusal extends Error {
  override readonly name = 'AuditRefusal';

  /**
   * @param message A sentence for the person: what it is about, and what to do.
   * @param lists Names of the lists in the folder, where it has to be said which one is meant, or that there is none; else null.
   */
  constructor(
    message: string,
    readonly lists: readonly PathText[] | null = null,
  ) {
    super(message);
  }
}
