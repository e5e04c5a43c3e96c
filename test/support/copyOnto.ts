import { join } from 'node:path';
import type { Conflict } from '../../src/engine/model/job/job';
import { type EngineRun, requestFor, runEngine } from './runEngine';
import { scratchFolder } from './scratch';
import { makeTree, type TreeLiteral } from './tree';
import { type Found, readTree } from './treeDifferences';

/** A copy onto a destination that was not empty. */
export interface CopiedOnto {
  readonly root: string;
  readonly run: EngineRun;
  /** The destination before and after. */
  readonly before: ReadonlyMap<string, Found>;
  readonly after: ReadonlyMap<string, Found>;
  /** Outcome and failure code of a planned path, such as `failed destinationExists`. */
  of(path: string): string;
}

/** Copies every top-level name of `source` to a destination that holds `existing`, without records. */
export async function copyOnto(source: TreeLiteral, existing: TreeLiteral, conflict: Conflict): Promise<CopiedOnto> {
  const root = scratchFolder();
  makeTree(root, { source, out: existing });
  const before = readTree(join(root, 'out'));
  const sources = Object.keys(source).map((name) => join(root, 'source', name));
  const run = await runEngine(requestFor(sources, join(root, 'out'), { records: { write: false }, conflict }));
  const of = (path: string) => {
    const found = run.outcomes.find((outcome) => outcome.path === path);
    return `${found?.outcome}${found?.failure === undefined ? '' : ` ${found.failure.code}`}`;
  };
  return { root, run, before, after: readTree(join(root, 'out')), of };
}

/** The content of a file, or the target of a link, as text. */
export function textOf(tree: ReadonlyMap<string, Found>, path: string): string | undefined {
  return tree.get(path)?.bytes.toString();
}
