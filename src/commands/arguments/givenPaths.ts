import type { PathText } from '../../engine/model/text/pathText';
import { invalidArgumentsError, notLocalError } from './argumentErrors';
import type { GivenArguments } from './copyArguments';

/**
 * The paths a command was given.
 * @throws {UserError} if they cannot be used
 */
export function pathsOf(given: GivenArguments): readonly PathText[] {
  switch (given.kind) {
    case 'given':
      return given.sources;
    case 'notLocal':
      throw notLocalError(given.what);
    case 'invalid':
      throw invalidArgumentsError(given.why, '{ "sources": ["…"], "destination": "…" }');
    default:
      return given satisfies never;
  }
}
