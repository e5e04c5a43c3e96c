import * as z from 'zod/mini';
import { FailureSchema } from '../failure/failure';
import { parserOf } from '../parser';

/** Nanoseconds since 1970 as a decimal text: a JavaScript number could not hold them exactly. */
const NanosecondsSchema = z.string().check(z.regex(/^-?\d+$/));

/** Device and inode: what makes two names the same file. Decimal texts, because both may exceed 2^53. */
export const IdentitySchema = z.object({ dev: z.string(), ino: z.string() });
export type Identity = z.infer<typeof IdentitySchema>;

/** What tells one state of a file from another. */
export const FileStateSchema = z.extend(IdentitySchema, {
  /** Bytes. */
  size: z.int(),
  mtimeNs: NanosecondsSchema,
  ctimeNs: NanosecondsSchema,
});
export type FileState = z.infer<typeof FileStateSchema>;

/** Mode, owner and times of an item as they were found, to be given to the copy. */
export const MetadataSchema = z.object({
  /** Permission bits, 0o7777 at most. */
  mode: z.int(),
  uid: z.int(),
  gid: z.int(),
  atimeNs: NanosecondsSchema,
  mtimeNs: NanosecondsSchema,
  /** When the item was made, where that can be read. No system call gives a copy that time: it is recorded only. */
  birthNs: z.optional(NanosecondsSchema),
});
export type Metadata = z.infer<typeof MetadataSchema>;

const SpecialKindSchema = z.enum(['fifo', 'socket', 'blockDevice', 'characterDevice']);
/** What is never opened: it is recorded by its kind. */
export type SpecialKind = z.infer<typeof SpecialKindSchema>;

const itemBase = {
  /** Position in the plan, from 0. */
  id: z.int(),
  /** Relative to the payload, names separated by `/`; the first name is that of the selected source. PathText. */
  path: z.string(),
};

const PlannedFileSchema = z.object({
  ...itemBase,
  type: z.literal('file'),
  state: FileStateSchema,
  metadata: MetadataSchema,
  /** Bytes the source occupies; fewer than its size where it has holes. */
  allocated: z.int(),
  /** Number of names the inode has; above 1 the file is hard-linked. */
  links: z.int(),
});

const PlannedFolderSchema = z.object({
  ...itemBase,
  type: z.literal('folder'),
  identity: IdentitySchema,
  metadata: MetadataSchema,
});

const PlannedLinkSchema = z.object({
  ...itemBase,
  type: z.literal('link'),
  /** What the link points to, exactly as it is stored. PathText. */
  target: z.string(),
  metadata: MetadataSchema,
});

const PlannedSpecialSchema = z.object({ ...itemBase, type: z.literal('special'), kind: SpecialKindSchema });

/** Something that is there but could not be looked at: it is planned so that it cannot be forgotten, and fails. */
const PlannedUnreadableSchema = z.object({ ...itemBase, type: z.literal('unreadable'), failure: FailureSchema });

/** One line of the frozen plan. */
export const PlanItemSchema = z.discriminatedUnion('type', [
  PlannedFileSchema,
  PlannedFolderSchema,
  PlannedLinkSchema,
  PlannedSpecialSchema,
  PlannedUnreadableSchema,
]);
export type PlanItem = z.infer<typeof PlanItemSchema>;
/** Throws where it is not an item of a plan. */
export const parsePlanItem = parserOf(PlanItemSchema);
/** Throws where it is not a regular file of a plan. */
export const parsePlannedFile = parserOf(PlannedFileSchema);
/** A regular file of the plan. */
export type PlannedFile = z.infer<typeof PlannedFileSchema>;
/** A folder of the plan. */
export type PlannedFolder = z.infer<typeof PlannedFolderSchema>;
/** A symbolic link of the plan. */
export type PlannedLink = z.infer<typeof PlannedLinkSchema>;

export const PlanTotalsSchema = z.object({
  items: z.int(),
  files: z.int(),
  filesWithContent: z.int(),
  folders: z.int(),
  links: z.int(),
  specials: z.int(),
  bytes: z.int(),
  /** Bytes the copy will occupy at least: holes are not counted. */
  allocatedBytes: z.int(),
  /** Size in bytes of the largest file, and its path. */
  largest: z.nullable(z.object({ size: z.int(), path: z.string() })),
});
/** What the plan holds in all. Bytes are those of the files' sizes. */
export type PlanTotals = z.infer<typeof PlanTotalsSchema>;

/** Totals of an empty plan. */
export function emptyTotals(): PlanTotals {
  return {
    items: 0,
    files: 0,
    filesWithContent: 0,
    folders: 0,
    links: 0,
    specials: 0,
    bytes: 0,
    allocatedBytes: 0,
    largest: null,
  };
}
