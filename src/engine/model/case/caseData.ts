import * as z from 'zod/mini';
import { LINES, ONE_LINE } from '../text/textPatterns';
import { instantsOf, isWallClock, isZoned, isZoneName, WALL_CLOCK, ZONED } from '../time/zonedTime';

/** Most characters (UTF-16 units) of a field on one line. */
export const CASE_TEXT_LENGTH = 200;
/** Most characters (UTF-16 units) of the notes. */
export const NOTES_LENGTH = 10_000;

/** For people who write JSON: the text, and for editors what to say where the pattern is missed. */
function explained(description: string, error: string) {
  return z.meta({ description, patternErrorMessage: error });
}

/** Case text in one line; `error` says what is expected. Blank text is refused: what is not known is left out. */
function oneLine(description: string) {
  const error = `expected text on one line, 1 to ${CASE_TEXT_LENGTH} characters, or no such key`;
  return z
    .string({ error })
    .check(z.maxLength(CASE_TEXT_LENGTH, { error }), z.regex(ONE_LINE, { error }), explained(description, error));
}

function wallClock(description: string) {
  const error = 'expected a date and time as a clock shows it, such as 2026-11-03T21:55 or 2026-11-03T21:55:00';
  return z
    .string({ error })
    .check(
      z.regex(WALL_CLOCK, { error, abort: true }),
      z.refine(isWallClock, { error }),
      explained(description, error),
    );
}

const ZONED_ERROR = 'expected a date and time with its zone, such as 2026-11-10T09:00:00Z or 2026-11-10T10:00:00+01:00';
const ZONE_ERROR = 'expected the IANA name of a time zone, such as Europe/Berlin';
const NOTES_ERROR = `expected text of 1 to ${NOTES_LENGTH} characters, or no such key`;
const ORDER_ERROR =
  'is before the start. Check both; if the clocks were set back in between, give recorderZone as well';

/** The device that made the recording. */
const RecorderSchema = z
  .strictObject(
    {
      make: z.optional(oneLine('Make of the recorder.')),
      model: z.optional(oneLine('Model of the recorder.')),
      serial: z.optional(oneLine('Serial number of the recorder.')),
    },
    { error: 'expected an object with make, model and serial' },
  )
  .check(z.describe('The device that made the recording.'));
/**
 * What a person knows about a case. It goes into the record as it is and names output folders; nothing of it changes how
 * files are copied. All of it is optional here; forms may ask for more.
 */
export const CaseDataSchema = z
  .strictObject(
    {
      caseNumber: z.optional(oneLine('Case or occurrence number.')),
      exhibit: z.optional(oneLine('Exhibit number.')),
      examiner: z.optional(oneLine('Name of the examiner or technician.')),
      examinerId: z.optional(oneLine('Badge or staff number of the examiner.')),
      organisation: z.optional(oneLine('Organisation of the examiner.')),
      businessName: z.optional(oneLine('Name of the business the recording comes from.')),
      location: z.optional(oneLine('Address or place of the recording.')),
      start: z.optional(wallClock('Start of the recording, as the recorder shows it (no zone).')),
      end: z.optional(wallClock('End of the recording, as the recorder shows it (no zone).')),
      recorder: z.optional(RecorderSchema),
      writeBlocker: z.optional(oneLine('Write blocker that was used.')),
      recorderClock: z.optional(
        wallClock("What the recorder's clock showed when it was compared with a reference clock (no zone)."),
      ),
      recorderZone: z.optional(
        z
          .string({ error: ZONE_ERROR })
          .check(
            z.refine(isZoneName, { error: ZONE_ERROR }),
            z.describe("IANA name of the time zone of the recorder's clock, such as Europe/Berlin."),
          ),
      ),
      referenceClock: z.optional(
        z
          .string({ error: ZONED_ERROR })
          .check(
            z.regex(ZONED, { error: ZONED_ERROR, abort: true }),
            z.refine(isZoned, { error: ZONED_ERROR }),
            explained('What the reference clock showed at the same moment, with its zone (or Z for UTC).', ZONED_ERROR),
          ),
      ),
      notes: z.optional(
        z
          .string({ error: NOTES_ERROR })
          .check(
            z.maxLength(NOTES_LENGTH, { error: NOTES_ERROR }),
            z.regex(LINES, { error: NOTES_ERROR }),
            explained('Anything else that belongs on record; may have several lines.', NOTES_ERROR),
          ),
      ),
    },
    { error: 'expected an object with case data' },
  )
  .check(
    z.refine(isInOrder, { error: ORDER_ERROR, path: ['end'] }),
    z.describe('The case the copy belongs to. Goes into the record as it is.'),
  );
export type CaseData = z.infer<typeof CaseDataSchema>;

/** Whether the end can be after the start: where the clocks were set back in between, it may show an earlier time. */
function isInOrder({ start, end, recorderZone }: CaseData): boolean {
  if (start === undefined || end === undefined) return true;
  if (recorderZone === undefined) return Date.parse(`${end}Z`) >= Date.parse(`${start}Z`);
  const earliest = instantsOf(start, recorderZone);
  const latest = instantsOf(end, recorderZone);
  return (latest.instants.at(-1) ?? latest.unchanged) >= (earliest.instants[0] ?? earliest.unchanged);
}
