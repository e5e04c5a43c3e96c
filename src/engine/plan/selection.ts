import { basename, dirname, resolve } from 'node:path';
import * as z from 'zod/mini';
import { onSource } from '../fs/failures';
import type { FileStat, FileSystem, Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { type Failure, FailureError, failureOf } from '../model/failure/failure';
import type { PathText } from '../model/text/pathText';
import { PreflightError } from './preflightError';

export const SourcePlaceSchema = z.object({
  /** Its last name: its name in the payload. PathText. */
  name: z.string(),
  /** Absolute path of the folder it lies in. PathText. */
  parent: z.string(),
  path: z.string(),
});
/** Where a selected file or folder is. */
export type SourcePlace = Readonly<z.infer<typeof SourcePlaceSchema>>;

/** One selected file or folder. */
export interface SelectedSource extends SourcePlace {
  readonly stat: FileStat;
}

/**
 * Looks at what was selected, without following a link that was itself selected.
 * Throws {@link PreflightError} with everything that is missing, unreadable or ambiguous.
 */
export function selectSources(fs: FileSystem, paths: readonly PathText[]): SelectedSource[] {
  if (paths.length === 0) throw new PreflightError([{ code: 'nothingToCopy' }]);
  const failures: Failure[] = [];
  const byName = new Map<PathText, SelectedSource>();
  const parents = new ParentFolders(fs);
  for (const path of new Set(paths.map((given) => resolve(given)))) {
    try {
      const source = look(parents, path);
      const other = byName.get(source.name);
      if (other !== undefined) throw new FailureError({ code: 'nameCollision', path, args: { other: other.path } });
      byName.set(source.name, source);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      failures.push({ ...failureOf(error), path });
    }
  }
  parents.close();
  if (failures.length > 0) throw new PreflightError(failures);
  return [...byName.values()];
}

function look(parents: ParentFolders, path: PathText): SelectedSource {
  const name = basename(path);
  const parent = dirname(path);
  // The root of a file system has no name that its copy could have.
  if (name === '') throw new FailureError({ code: 'nameNotAllowed', path });
  const stat = onSource(() => parents.open(parent).find(name));
  if (stat === undefined) throw new FailureError({ code: 'notFound', path });
  return { name, parent, path: below(parent, name), stat };
}

/** The folder that was opened last, because selected files mostly lie side by side. */
export class ParentFolders {
  #path: PathText | undefined;
  #folder: Folder | undefined;

  constructor(private readonly fs: FileSystem) {}

  /** The open folder; it stays open until another one is asked for. */
  open(path: PathText): Folder {
    if (this.#folder !== undefined && this.#path === path) return this.#folder;
    this.close();
    this.#folder = this.fs.openFolder(path);
    this.#path = path;
    return this.#folder;
  }

  close(): void {
    this.#folder?.close();
    this.#folder = undefined;
  }
}
