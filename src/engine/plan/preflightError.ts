import type { Failure } from '../model/failure/failure';

/** A job that must not start: every reason at once, so that a person can mend them all. Nothing was written. */
export class PreflightError extends Error {
  override readonly name = 'PreflightError';

  constructor(readonly failures: readonly Failure[]) {
    super(failures.map(({ code, path }) => `${code} ${path ?? ''}`).join('; '));
  }
}
