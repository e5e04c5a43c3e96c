import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Digester } from '../digests/digester';
import { blocks } from '../fs/blocks';
import type { Folder, OpenFile } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { readLines } from '../lines/readLines';
import { FailureError } from '../model/failure/failure';
import { DigestsSchema, sameDigests } from '../model/proof/digest';
import type { PathText } from '../model/text/pathText';
import { printable } from '../model/text/pathText';
import { type ReadMember, readZip } from './readZip';

const ListedMemberSchema = z.strictObject({ name: z.string(), digests: z.nullable(DigestsSchema) });
/** What was put into a ZIP, one line for each member in its order; no digests for a folder. */
export type ListedMember = z.infer<typeof ListedMemberSchema>;

/** What a ZIP is to be. */
export interface ZipToCheck {
  readonly folder: Folder;
  readonly name: PathText;
  /** Name in `folder` of the lines of {@link ListedMember}. */
  readonly listName: PathText;
  /** SHA-256 of all bytes that were written. */
  readonly sha256: string;
}

/** What checking needs. */
export interface CheckZipContext {
  readonly digester: Digester;
  checkpoint(): void;
  /** So many bytes of members were read. */
  advance(bytes: number): void;
}

/**
 * Opens a ZIP again and reads all of it: every byte is what was written, every member is what was put in, in the same order,
 * and nothing else is there. Throws `archiveDamaged`, or what reading throws.
 */
export async function checkZip(
  { folder, name, listName, sha256 }: ZipToCheck,
  context: CheckZipContext,
): Promise<void> {
  const zip = folder.openFile(name);
  try {
    const list = folder.openFile(listName);
    try {
      const { size } = zip.stat();
      if (digestOf(zip, size, context.checkpoint) !== sha256)
        throw new Error('its bytes are not those that were written');
      await compareMembers(readZip(zip, size, context.checkpoint), readLines(list), context);
    } finally {
      list.close();
    }
  } catch (error) {
    if (error instanceof FailureError || error instanceof SystemError || !(error instanceof Error)) throw error;
    const args = { what: printable(error.message) };
    throw new FailureError({ code: 'archiveDamaged', path: zip.path, args, cause: error.stack ?? '' }, 'job');
  } finally {
    zip.close();
  }
}

function digestOf(file: OpenFile, size: number, checkpoint: () => void): string {
  const hash = createHash('sha256');
  for (const block of blocks(file, 0, size, checkpoint)) hash.update(block);
  return hash.digest('hex');
}

async function compareMembers(
  members: AsyncIterable<ReadMember>,
  lines: Iterator<string>,
  context: CheckZipContext,
): Promise<void> {
  for await (const member of members) {
    const line = lines.next();
    if (line.done === true) throw new Error(`it holds ${member.name}, which was not put into it`);
    const listed = ListedMemberSchema.parse(JSON.parse(line.value));
    if (member.name !== listed.name) throw new Error(`it holds ${member.name} in place of ${listed.name}`);
    if (listed.digests !== null) await compareContent(member, listed.digests, context);
  }
  const missing = lines.next();
  if (missing.done !== true) throw new Error(`it lacks ${ListedMemberSchema.parse(JSON.parse(missing.value)).name}`);
}

async function compareContent(
  member: ReadMember,
  expected: NonNullable<ListedMember['digests']>,
  { digester, advance }: CheckZipContext,
): Promise<void> {
  const digests = digester.begin();
  for await (const bytes of member.content()) {
    digests.update(bytes);
    advance(bytes.length);
  }
  if (!sameDigests(digests.finish(), expected)) throw new Error(`the content of ${member.name} is not what was copied`);
}
