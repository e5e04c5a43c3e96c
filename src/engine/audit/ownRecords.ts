import * as z from 'zod/mini';
import { onSource } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below, nameOf, parentOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { checkSeal } from '../journal/seal';
import { zipNameOf } from '../model/job/packaging';
import { type PathText, pathOfFields, printable } from '../model/text/pathText';
import { algorithmName } from './algorithms';
import { readChecksumList } from './checksumList';
import { Expectations } from './expectations';
import type { Findings } from './findings';
import { readManifest } from './manifestText';
import { AuditRefusal } from './refusal';

/** The report of an attempt. */
export const REPORT_NAME = 'report.json';
const OWN_MANIFEST = /^manifest-([a-z0-9]+)\.txt$/;

const base64 = z.optional(z.string());
const pathKeys = { destination: z.nullish(z.string()), destinationBase64: base64 };

/** A flawed copy that was kept of a file that failed. */
const KeptSchema = z.object({ ...pathKeys, size: z.int(), digests: z.record(z.string(), z.string()) });

/** The part of a report that an audit needs; whatever else there is, newer versions may have. */
const ReportSchema = z.object({
  format: z.literal('evidence-copy report'),
  job: z.object({
    jobId: z.string(),
    attempt: z.int(),
    request: z.object({
      label: z.string(),
      packageName: z.optional(z.string()),
      layout: z.optional(z.string()),
      zip: z.optional(z.string()),
    }),
  }),
  items: z.array(
    z.object({
      path: z.string(),
      pathBase64: base64,
      kind: z.string(),
      // Reports of earlier versions do not tell it.
      linkTarget: z.optional(z.string()),
      linkTargetBase64: base64,
      outcome: z.string(),
      kept: z.optional(KeptSchema),
      ...pathKeys,
    }),
  ),
  summary: z.object({ startedAt: z.string(), ...pathKeys }),
});

/** The records of one attempt, opened. */
export interface AttemptRecords {
  readonly jobId: string;
  readonly attempt: number;
  readonly startedAt: string;
  /** The ZIP that the job has or had to make; undefined where it had not. */
  readonly zip: { readonly name: PathText; readonly isOfBag: boolean } | undefined;
  /** What they list, as paths below the folder that holds the payload. */
  readonly listed: Expectations;
  /** Where files stand that earlier attempts may have failed to copy, by their planned paths; empty in a first attempt. */
  readonly arrived: ReadonlyMap<PathText, PathText>;
  readonly kept: readonly Kept[];
}

/** A flawed copy beside a file that a later attempt may have brought. */
interface Kept {
  /** The planned path of the file. */
  readonly of: PathText;
  readonly name: PathText;
  readonly size: number;
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * Reads the records of one attempt and holds them against their own seal. Findings name files below `at`, the path of the
 * records below the audited folder. Throws {@link AuditRefusal} where there is no report that can be read.
 */
export function readAttemptRecords(folder: Folder, at: PathText, findings: Findings): AttemptRecords {
  for (const { name, detail } of onSource(() => checkSeal(folder)).findings) {
    findings.add('errors', { path: below(at, name), detail: `the records are not as they were sealed: ${detail}` });
  }
  const report = readReport(folder, at);
  const listed = new Expectations();
  const base = pathOf(report.summary);
  const arrived = new Map<PathText, PathText>();
  const kept: Kept[] = [];
  for (const item of report.items) {
    const isThere = item.outcome === 'copied' || item.outcome === 'skipped';
    const path = isThere ? belowBase(pathOf(item), base) : undefined;
    if (path !== undefined && item.kind === 'folder') listed.addFolder(path);
    else if (path !== undefined && item.kind === 'link')
      listed.addLink(path, pathOfFields(item.linkTarget, item.linkTargetBase64));
    else if (path !== undefined && report.job.attempt > 1) arrived.set(plannedPathOf(item), path);
    const keptAt = item.kept && pathOf(item.kept);
    if (item.kept !== undefined && keptAt !== undefined)
      kept.push({ of: plannedPathOf(item), name: nameOf(keptAt), size: item.kept.size, digests: item.kept.digests });
  }
  for (const name of onSource(() => [...folder.names()])) {
    const algorithm = OWN_MANIFEST.exec(name)?.[1];
    if (algorithm === undefined) continue;
    const options = { algorithm: algorithmName(algorithm), isLocal: true, warn: findings.warn };
    readChecksumList(readManifest(folder, name), listed, options);
  }
  const { jobId, attempt, request } = report.job;
  const hasZip = request.zip !== undefined && request.zip !== 'none';
  const zip = hasZip ? { name: zipNameOf(request), isOfBag: request.layout === 'bag' } : undefined;
  return { jobId, attempt, startedAt: report.summary.startedAt, zip, listed, arrived, kept };
}

/**
 * What all records together say of one folder: of each job the last attempt, because it states the union of all, and what
 * earlier ones kept beside files that it brought; of several jobs all, the later one where they speak of the same path.
 */
export function unite(records: readonly AttemptRecords[], findings: Findings): Expectations {
  const last = new Map<string, AttemptRecords>();
  for (const each of records) {
    const known = last.get(each.jobId);
    if (known === undefined || known.attempt < each.attempt) last.set(each.jobId, each);
  }
  for (const { jobId, kept } of records) {
    const final = last.get(jobId);
    if (final !== undefined) listKept(kept, final);
  }
  const united = new Expectations();
  for (const { listed } of [...last.values()].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))) {
    united.supersedeWith(listed, (path) => {
      findings.warn(`${printable(path)} was copied by two jobs with different content: the later one counts.`);
    });
  }
  return united;
}

/** The retry that brought a file leaves what was kept of it where it is, and speaks of it no more. */
function listKept(kept: readonly Kept[], { arrived, listed }: AttemptRecords): void {
  for (const { of, name, size, digests } of kept) {
    const beside = arrived.get(of);
    if (beside === undefined) continue;
    const parent = parentOf(beside);
    const path = parent === '' ? name : below(parent, name);
    for (const [algorithm, digest] of Object.entries(digests))
      listed.addDigest(path, algorithmName(algorithm), digest, size);
  }
}

function plannedPathOf({ path, pathBase64 }: { path: string; pathBase64?: string | undefined }): PathText {
  return pathOfFields(path, pathBase64);
}

function readReport(folder: Folder, at: PathText): z.infer<typeof ReportSchema> {
  const shown = printable(below(at, REPORT_NAME));
  let text: Buffer;
  try {
    text = readManifest(folder, REPORT_NAME).bytes;
  } catch (error) {
    if (error instanceof AuditRefusal || error instanceof SystemError) throw error;
    throw new AuditRefusal(`${shown} cannot be read, so these records say nothing. Audit against a manifest instead.`);
  }
  try {
    return ReportSchema.parse(JSON.parse(text.toString('utf8')));
  } catch {
    throw new AuditRefusal(`${shown} is no report of this program. Audit against a manifest instead.`);
  }
}

interface Destination {
  readonly destination?: string | null | undefined;
  readonly destinationBase64?: string | undefined;
}

function pathOf({ destination, destinationBase64 }: Destination): PathText | undefined {
  return pathOfFields(destination, destinationBase64) ?? undefined;
}

function belowBase(path: PathText | undefined, base: PathText | undefined): PathText | undefined {
  if (path === undefined || base === undefined || !path.startsWith(`${base}/`)) return undefined;
  return path.slice(base.length + 1);
}
