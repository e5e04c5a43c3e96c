import { basename, join } from 'node:path';
import type { PathText } from '../engine/model/text/pathText';
import { isThere } from './isThere';

/** Time after which the question is given up, in milliseconds. */
const PATIENCE_MS = 5_000;

/** Says whether something has this path, without following a link. */
export type Exists = (path: PathText) => Promise<boolean>;

/**
 * The top-level names of a copy that the destination has already, for a question asked before the copy begins.
 * It is a courtesy only: the engine looks again and decides. So what cannot be told counts as not there, and a
 * destination that does not answer within {@link PATIENCE_MS} yields what is known by then.
 */
export async function existingNames(
  sources: readonly PathText[],
  destination: PathText,
  exists: Exists = isThere,
): Promise<readonly string[]> {
  const found: string[] = [];
  const state = { givenUp: false };
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([look(sources, destination, exists, found, state), patience]);
  clearTimeout(timer);
  state.givenUp = true;
  return [...found];
}

/** Asks one after another: a device that hangs then holds one of the four threads all extensions share, not all. */
async function look(
  sources: readonly PathText[],
  destination: PathText,
  exists: Exists,
  found: string[],
  state: { readonly givenUp: boolean },
): Promise<void> {
  for (const source of sources) {
    const name = basename(source);
    if (state.givenUp) return;
    if (name !== '' && (await exists(join(destination, name)))) found.push(name);
  }
}
