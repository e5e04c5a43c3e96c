import * as z from 'zod/mini';
import { CaseDataSchema } from '../../engine/model/case/caseData';
import { folderNames, TEMPLATE_KEYS, templateFaults } from '../../engine/model/case/folderTemplate';
import { BUFFER_SIZE_KB, DEFAULT_OPTIONS, LanesSchema, MOST_DESTINATIONS } from '../../engine/model/job/job';
import { ALGORITHM_TITLES, algorithmsFault } from '../../engine/model/proof/digest';
import { ONE_LINE } from '../../engine/model/text/textPatterns';
import { choice, PathSchema, yesOrNo } from './jobFileFields';

/** How job files are called; the editor's schema goes by this ending. */
export const JOB_FILE_SUFFIX = '.evidence-job.json';

const LABEL_LENGTH = 200;
const MOST_SOURCES = 10_000;

/** What a label has to be. */
export const LABEL_ERROR = `expected text on one line, 1 to ${LABEL_LENGTH} characters`;
const SOURCES_ERROR = `expected a list of 1 to ${MOST_SOURCES} paths`;
const DESTINATIONS_ERROR = `expected a list of 1 to ${MOST_DESTINATIONS} paths`;
const TEMPLATE_ERROR = 'expected text such as {caseNumber}/{businessName} @ {location}';
const ALGORITHMS_ERROR = 'expected a list of digests, each once, with sha256 or sha512 among them';
const BUFFER_ERROR = 'expected a whole number of KiB';

/** What people call a job, in a job file and on the command line. */
export const LabelSchema = z.string({ error: LABEL_ERROR }).check(
  z.maxLength(LABEL_LENGTH, { error: LABEL_ERROR }),
  z.regex(ONE_LINE, { error: LABEL_ERROR }),
  z.meta({
    description: 'What people call the job. Default: the name of the first source.',
    patternErrorMessage: LABEL_ERROR,
  }),
);

const sources = z
  .array(PathSchema, { error: SOURCES_ERROR })
  .check(
    z.minLength(1, { error: SOURCES_ERROR }),
    z.maxLength(MOST_SOURCES, { error: SOURCES_ERROR }),
    z.describe('Files and folders to copy. Relative paths start from the folder of this file.'),
  );

const destinations = z
  .array(PathSchema, { error: DESTINATIONS_ERROR })
  .check(
    z.minLength(1, { error: DESTINATIONS_ERROR }),
    z.maxLength(MOST_DESTINATIONS, { error: DESTINATIONS_ERROR }),
    z.describe(
      'The folders to copy to; each gets the whole copy, from one reading of the sources, and is made if it does not exist. A relative path starts from the folder of this file.',
    ),
  );

const folderTemplate = z.string({ error: TEMPLATE_ERROR }).check(
  z.refine((template) => templateFaults(template).length === 0, {
    error: ({ input }) => (typeof input === 'string' ? templateFaults(input).join(' ') : TEMPLATE_ERROR),
  }),
  z.describe(
    `Folders below the destination, made from values of the job in braces: ${TEMPLATE_KEYS.join(', ')}. Dates take a pattern: {start:YYYYMMDD}. Default: none.`,
  ),
);

const verification = choice({
  description: 'The grade of proof that is asked for.',
  values: {
    stream: 'Copied and hashed in one read; the copy is not read back.',
    readBack: 'The copy is read again through the operating system, digests equal.',
    device: 'The copy is read again past the page cache, as the device answers.',
    deviceAndSource: 'The same, and the source is read a second time.',
  },
  initial: DEFAULT_OPTIONS.verification,
});

const hashAlgorithm = choice({
  description: 'A digest.',
  values: ALGORITHM_TITLES,
});

const hashAlgorithms = z.array(hashAlgorithm, { error: ALGORITHMS_ERROR }).check(
  z.minLength(1, { error: ALGORITHMS_ERROR }),
  z.refine((names) => algorithmsFault(names) === undefined, { error: ALGORITHMS_ERROR }),
  z.meta({ description: 'Digests that are taken, all from one read.', default: DEFAULT_OPTIONS.hashAlgorithms }),
);

const bufferSizeKB = z.int({ error: BUFFER_ERROR }).check(
  // A value outside is not refused but held within, as everywhere; the editor marks it.
  z.meta({
    description: `Size of one buffer in KiB, held within ${BUFFER_SIZE_KB.min} and ${BUFFER_SIZE_KB.max}.`,
    minimum: BUFFER_SIZE_KB.min,
    maximum: BUFFER_SIZE_KB.max,
    default: BUFFER_SIZE_KB.default,
  }),
);

const lanes = z.enum(LanesSchema.options, { error: `expected one of ${LanesSchema.options.join(', ')}` }).check(
  z.meta({
    description:
      'Threads that move and prove bytes: 1 for everything, 2 with one that writes large files, 3 with one that reads copies back while others are written or, where nothing is read back, reads sources ahead, 4 with both, or auto, as many as cores and the disk of the destination allow.',
    default: DEFAULT_OPTIONS.lanes,
  }),
);

const conflict = choice({
  description: 'What happens where a name exists already at the destination.',
  values: {
    fail: 'The job fails before anything is written; the names are listed.',
    skipIdentical: 'Folders are merged; files with equal digests are skipped, others fail.',
    rename: 'Folders are merged; a copy beside an existing file is called name (2).ext.',
    overwrite: 'Folders are merged and existing files replaced; what is replaced is recorded.',
  },
  initial: DEFAULT_OPTIONS.conflict,
});

const onItemError = choice({
  description: 'Whether the job goes on after an error of the source.',
  values: { continue: 'The other items are copied.', stop: 'The job stops at the first error.' },
  initial: DEFAULT_OPTIONS.onItemError,
});

const onReadError = choice({
  description: 'What becomes of a file with parts that cannot be read. It counts as failed either way.',
  values: {
    fail: 'Nothing of it is kept.',
    keepReadable:
      'The rest is kept as name.INCOMPLETE, with zeros where nothing could be read; every range is recorded.',
  },
  initial: DEFAULT_OPTIONS.onReadError,
});

const onSourceChange = choice({
  description: 'What becomes of a file that changes while it is copied. It counts as failed either way.',
  values: {
    fail: 'Nothing of it is kept.',
    keepAsSeen: 'What was read is kept as name.INCOMPLETE; both states are recorded. For logs that are being written.',
  },
  initial: DEFAULT_OPTIONS.onSourceChange,
});

const layout = choice({
  description: 'How the payload lies in the destination.',
  values: {
    plain: 'Directly in the destination.',
    bag: 'In a bag (BagIt 1.0, RFC 8493): the last folder of the template, or a folder named by the label.',
  },
  initial: DEFAULT_OPTIONS.layout,
});

const zip = choice({
  description: 'Whether a ZIP is made beside the payload.',
  values: {
    none: 'No ZIP.',
    store: 'A ZIP of payload and records, not compressed.',
    deflate: 'A ZIP of payload and records, compressed; slow, and of no use for video.',
  },
  initial: DEFAULT_OPTIONS.zip,
});

/** What a template can be filled with, looked at whatever else is wrong. */
const TemplateParts = z.object({ label: z.optional(z.string()), folderTemplate, caseData: z.optional(CaseDataSchema) });

/** What a template needs and the job does not have, as one text; undefined where there is nothing to say. */
function missingForTemplate(job: unknown): string | undefined {
  const parts = TemplateParts.safeParse(job);
  if (!parts.success) return undefined;
  const { label = 'the name of the first source', caseData } = parts.data;
  const folder = folderNames(parts.data.folderTemplate, { label, caseData });
  return 'faults' in folder ? folder.faults.join(' ') : undefined;
}

/**
 * What stands in a `*.evidence-job.json`. Unknown keys are refused, everywhere. What the editor completes and checks is
 * generated from this schema, so descriptions are for people who write job files.
 */
export const JobFileSchema = z
  .strictObject(
    {
      label: z.optional(LabelSchema),
      caseData: z.optional(CaseDataSchema),
      sources,
      destinations,
      folderTemplate: z.optional(folderTemplate),
      verification: z.optional(verification),
      requireGrade: z.optional(
        yesOrNo(
          DEFAULT_OPTIONS.requireGrade,
          'Fail a file that does not reach the grade, instead of recording the lower one.',
        ),
      ),
      retryMismatch: z.optional(
        yesOrNo(
          DEFAULT_OPTIONS.retryMismatch,
          'Copy a file again from the start, once, where what was read back is not what was written.',
        ),
      ),
      hashAlgorithms: z.optional(hashAlgorithms),
      useBufferReuse: z.optional(
        yesOrNo(DEFAULT_OPTIONS.useBufferReuse, 'One read of the source; false: the three-pass method.'),
      ),
      bufferSizeKB: z.optional(bufferSizeKB),
      lanes: z.optional(lanes),
      layout: z.optional(layout),
      zip: z.optional(zip),
      conflict: z.optional(conflict),
      onItemError: z.optional(onItemError),
      onReadError: z.optional(onReadError),
      onSourceChange: z.optional(onSourceChange),
    },
    { error: 'expected an object with sources and destinations' },
  )
  .check(
    z.refine((job) => missingForTemplate(job) === undefined, {
      path: ['folderTemplate'],
      error: ({ input }) => missingForTemplate(input),
      when: () => true,
    }),
    z.describe('A job of Evidence Copy: what is copied, to where, and how it is proved.'),
  );
export type JobFile = z.infer<typeof JobFileSchema>;
