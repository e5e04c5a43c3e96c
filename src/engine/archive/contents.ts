import type { Home } from '../bag/home';
import type { Digester } from '../digests/digester';
import { blocks } from '../fs/blocks';
import { failureAt } from '../fs/failures';
import type { FileSystem, Folder, OpenFile } from '../fs/fileSystem';
import { below, nameOf, parentOf } from '../fs/names';
import { TreeCursor } from '../fs/treeCursor';
import { BAG_PAYLOAD, RECORDS_FOLDER } from '../model/audit/manifestNames';
import { FailureError } from '../model/failure/failure';
import type { ItemOutcome } from '../model/item/outcome';
import { type Digests, sameDigests } from '../model/proof/digest';
import type { PathText } from '../model/text/pathText';
import { type ArchiveNotes, NOTES_MEMBER } from './archiveNotes';
import { MemberNames } from './memberNames';
import type { ZipMember } from './writeZip';

/** What goes into a ZIP, and where from. */
export interface ContentsContext {
  readonly fs: FileSystem;
  /** The folder that the ZIP stands in, too: names in the ZIP are relative to it. All folders stay the caller's. */
  readonly destination: Folder;
  readonly home: Home;
  /** The final outcomes, in the order of the plan, looked at once more. */
  readonly outcomes: Iterable<ItemOutcome>;
  /** How many of them were told as failed. */
  readonly failedItems: number;
  /** Absolute path of the records of the attempt; null where there are none. */
  readonly recordsDir: PathText | null;
  /** Holds the job's own files while the ZIP is made. */
  readonly scratch: Folder;
  /** Name in `scratch` of what `notes` writes. */
  readonly notesName: PathText;
  readonly notes: ArchiveNotes;
  readonly digester: Digester;
  checkpoint(): void;
  /** So many bytes of payload were read. */
  advance(bytes: number): void;
  /** A member is in the ZIP: its name there and what its content was; null for a folder. */
  added(name: string, digests: Digests | null): void;
}

const ANY = { advance: () => {}, proved: undefined } as const;

/**
 * The members of a job's ZIP, in their order: what arrived of the payload, the records, the notes. Each file is opened when
 * its turn comes and held against the ledger's digests while it is read. Throws `stagingChanged` where it is not what was
 * proved any more, and what the file system throws.
 */
export function* contents(context: ContentsContext): IterableIterator<ZipMember> {
  const names = new MemberNames([NOTES_MEMBER]);
  const cursor = new TreeCursor(context.destination);
  try {
    let failed = 0;
    for (const outcome of context.outcomes) {
      const { failure } = outcome;
      if (failure !== undefined && ++failed > context.failedItems) throw new FailureError(failure);
      yield* payloadMember(outcome, names, cursor, context);
    }
  } finally {
    cursor.abandon();
  }
  const { recordsDir, home } = context;
  if (typeof home.bagName === 'string') yield* tagFileMembers(home.base, home.bagName, names, context);
  else if (recordsDir !== null) yield* recordsMembers(recordsDir, names, context);
  context.notes.end();
  yield* fileMember(NOTES_MEMBER, context.scratch, context.notesName, ANY, context);
}

function* payloadMember(
  { type, destination, path, reason, file }: ItemOutcome,
  names: MemberNames,
  cursor: TreeCursor,
  context: ContentsContext,
): IterableIterator<ZipMember> {
  const { notes, digester } = context;
  if (type === 'special') notes.special(path, reason ?? type);
  if (destination === null) return;
  const relative = destination.slice(below(context.destination.path, '').length);
  if (type === 'folder') {
    const member = names.folder(relative);
    notes.member(relative, member);
    const { mode, mtimeNs } = cursor.folder(relative).stat();
    yield { name: `${member}/`, mode: mode & 0o777, mtimeNs };
    context.added(`${member}/`, null);
    return;
  }
  const folder = cursor.folder(parentOf(relative));
  const name = nameOf(relative);
  if (type === 'link') notes.link(relative, folder.readLink(name));
  if (type !== 'file') return;
  const member = names.file(relative);
  notes.member(relative, member);
  const proved = file?.sourceDigests;
  yield* fileMember(member, folder, name, { proved, advance: context.advance }, { ...context, digester });
}

/** Everything of a bag but its payload. */
function* tagFileMembers(
  folder: Folder,
  path: PathText,
  names: MemberNames,
  context: ContentsContext,
): IterableIterator<ZipMember> {
  for (const name of [...folder.names()].sort()) {
    const relative = `${path}/${name}`;
    if (relative === `${context.home.bagName}/${BAG_PAYLOAD}`) continue;
    if (folder.find(name)?.kind === 'folder') {
      const inner = folder.openFolder(name);
      try {
        yield* tagFileMembers(inner, relative, names, context);
      } finally {
        inner.close();
      }
      continue;
    }
    const member = names.file(relative);
    context.notes.member(relative, member);
    yield* fileMember(member, folder, name, ANY, context);
  }
}

function* recordsMembers(path: PathText, names: MemberNames, context: ContentsContext): IterableIterator<ZipMember> {
  const folder = context.fs.openFolder(path);
  try {
    for (const name of [...folder.names()].sort()) {
      const relative = `${RECORDS_FOLDER}/${nameOf(path)}/${name}`;
      const member = names.file(relative);
      context.notes.member(relative, member);
      yield* fileMember(member, folder, name, ANY, context);
    }
  } finally {
    folder.close();
  }
}

function* fileMember(
  member: string,
  folder: Folder,
  name: PathText,
  { proved, advance }: { readonly proved: Digests | undefined; advance(bytes: number): void },
  { digester, checkpoint, added }: Pick<ContentsContext, 'digester' | 'checkpoint' | 'added'>,
): IterableIterator<ZipMember> {
  const file = folder.openFile(name);
  try {
    const { size, mode, mtimeNs } = file.stat();
    const hashed = new Hashed(digester, file, size, checkpoint, advance);
    yield { name: member, mode: mode & 0o777, mtimeNs, content: { size, blocks: hashed.blocks() } };
    const digests = hashed.finish();
    if (proved !== undefined && !sameDigests(digests, proved)) {
      throw failureAt('stagingChanged', below(folder.path, name), {
        what: 'its content was changed after it was proved',
      });
    }
    added(member, digests);
  } finally {
    file.close();
  }
}

/** The bytes of a file, hashed as they go by. */
class Hashed {
  readonly #digests;

  constructor(
    digester: Digester,
    private readonly file: OpenFile,
    private readonly size: number,
    private readonly checkpoint: () => void,
    private readonly advance: (bytes: number) => void,
  ) {
    this.#digests = digester.begin();
  }

  *blocks(): IterableIterator<Buffer> {
    for (const block of blocks(this.file, 0, this.size, this.checkpoint)) {
      this.#digests.update(block);
      this.advance(block.length);
      yield block;
    }
  }

  finish(): Digests {
    return this.#digests.finish();
  }
}
