/** The command line was not understood, or a job file is refused. Its message is for the person; nothing was written. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** @param details Goes beside the message where the person asked for JSON. */
  constructor(
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}
