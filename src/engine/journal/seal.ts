import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Folder } from '../fs/fileSystem';
import { readSmallFile } from '../fs/readSmallFile';
import { SystemError } from '../fs/systemError';
import { LineWriter } from '../lines/lineWriter';
import { ChainHeadSchema, DamagedLogError } from './chain';
import { type RecordFile, RecordFileSchema } from './custodyEvent';
import { CUSTODY_NAME } from './custodyLog';
import { type CustodyEntry, readCustodyLog } from './readCustodyLog';

/** Name of the seal among the records of an attempt. */
export const SEAL_NAME = 'seal.json';

const BLOCK = 256 * 1024;

const SealSchema = z.strictObject({
  format: z.literal('evidence-copy seal'),
  formatVersion: z.literal(1),
  jobId: z.string(),
  attempt: z.int(),
  /** How far the custody log beside it goes. */
  custody: ChainHeadSchema,
  /** Every other file of the records. */
  records: z.array(RecordFileSchema),
});
/** Closes the records of an attempt: whoever knows the seal can tell whether any of them was changed since. */
export type Seal = z.infer<typeof SealSchema>;

/** Something about records that is not as it was sealed. */
export interface SealFinding {
  /** The file it is about. */
  readonly name: string;
  readonly what: 'missing' | 'unlisted' | 'changed' | 'damaged';
  /** What exactly, in plain English. */
  readonly detail: string;
}

/** What {@link checkSeal} found; nothing means that all is as it was sealed. */
export interface SealCheck {
  /** Undefined where there is no seal that could be read. */
  readonly seal: Seal | undefined;
  readonly findings: readonly SealFinding[];
}

/** Writes the seal into a folder of records and makes it durable. Throws what the file system throws. */
export function writeSeal(folder: Folder, seal: Omit<Seal, 'format' | 'formatVersion'>): void {
  const sealed: Seal = { format: 'evidence-copy seal', formatVersion: 1, ...seal };
  const file = folder.createFile(SEAL_NAME);
  const lines = new LineWriter(file);
  try {
    file.setMode(0o644);
    lines.write(`${JSON.stringify(sealed, null, 2)}\n`);
    lines.sync();
  } finally {
    lines.close();
  }
}

/**
 * Holds the records of an attempt against their seal, and their custody log against its own chain and the seal. Throws
 * what the file system throws, but for files that are not there.
 */
export function checkSeal(folder: Folder): SealCheck {
  const seal = readSeal(folder);
  if (seal === undefined) {
    return { seal, findings: [{ name: SEAL_NAME, what: 'damaged', detail: 'there is no seal that could be read' }] };
  }
  const findings = [...recordFindings(folder, seal), ...custodyFindings(folder, seal), ...unlisted(folder, seal)];
  return { seal, findings };
}

function readSeal(folder: Folder): Seal | undefined {
  const bytes = readSmallFile(folder, SEAL_NAME);
  if (bytes === undefined) return undefined;
  try {
    const seal = SealSchema.safeParse(JSON.parse(bytes.toString('utf8')));
    return seal.success ? seal.data : undefined;
  } catch {
    // Not JSON: no seal.
    return undefined;
  }
}

function* recordFindings(folder: Folder, { records }: Seal): IterableIterator<SealFinding> {
  for (const record of records) {
    const now = recordOf(folder, record.name);
    if (now === undefined) yield { name: record.name, what: 'missing', detail: 'it is not there' };
    else if (now.size !== record.size || now.sha256 !== record.sha256) {
      const detail = `${record.size} bytes, SHA-256 ${record.sha256} were sealed; ${now.size} bytes, ${now.sha256} are there`;
      yield { name: record.name, what: 'changed', detail };
    }
  }
}

/** Size and digest of a file of the records; undefined where there is no such file. */
export function recordOf(folder: Folder, name: string): RecordFile | undefined {
  if (folder.find(name)?.kind !== 'file') return undefined;
  const file = folder.openFile(name);
  const hash = createHash('sha256');
  const block = Buffer.alloc(BLOCK);
  try {
    for (let size = 0; ; ) {
      const count = file.read(block, BLOCK, size);
      if (count === 0) return { name, size, sha256: hash.digest('hex') };
      hash.update(block.subarray(0, count));
      size += count;
    }
  } finally {
    file.close();
  }
}

function* custodyFindings(folder: Folder, seal: Seal): IterableIterator<SealFinding> {
  const found = (what: SealFinding['what'], detail: string): SealFinding => ({ name: CUSTODY_NAME, what, detail });
  const last: CustodyEntry[] = [];
  try {
    const entries = readCustodyLog(folder);
    for (;;) {
      const next = entries.next();
      if (next.done === true) {
        const end = next.value;
        const { entries: count, head } = seal.custody;
        if (end.tornBytes > 0) yield found('damaged', `its last line is torn (${end.tornBytes} bytes)`);
        if (end.entries < count) yield found('changed', `its tail was cut: ${end.entries} of ${count} entries`);
        else if (end.entries > count) yield found('changed', `entries were added: ${end.entries} instead of ${count}`);
        else if (end.head !== head) yield found('changed', 'its last entry is not the one that was sealed');
        break;
      }
      last.push(next.value);
      if (last.length > 2) last.shift();
    }
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ENOENT') yield found('missing', 'it is not there');
    else if (error instanceof DamagedLogError) yield found('damaged', error.message);
    else throw error;
    return;
  }
  const [written, finished] = last;
  if (written?.event !== 'recordsWritten' || finished?.event !== 'jobFinished') {
    yield found('changed', 'it does not end with the writing of the records and the end of the job');
  } else if (JSON.stringify(written.records) !== JSON.stringify(seal.records)) {
    yield found('changed', 'it names other digests of the records than the seal');
  }
}

function* unlisted(folder: Folder, { records }: Seal): IterableIterator<SealFinding> {
  const known = new Set([SEAL_NAME, CUSTODY_NAME, ...records.map(({ name }) => name)]);
  for (const name of folder.names()) {
    if (!known.has(name)) yield { name, what: 'unlisted', detail: 'it was added after the records were sealed' };
  }
}
