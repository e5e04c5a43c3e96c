import * as z from 'zod/mini';
import { FailureSchema } from '../failure/failure';
import { failureText } from '../failure/failureText';
import { printable } from '../text/pathText';
import { inEnglish, type Translate } from '../text/translate';

const kind = z.string();

/**
 * What exactly was found in an audit, as data: `findingText` words it. What is said about the inner workings of a bag or of
 * records has none and stays in English, in the terms of their formats.
 */
export const FindingReasonSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('size'), actual: z.number(), listed: z.number() }),
  z.object({ code: z.literal('kind'), actual: kind, listed: kind }),
  z.object({
    code: z.literal('digests'),
    differing: z.array(z.object({ algorithm: z.string(), actual: z.string(), listed: z.string() })),
  }),
  z.object({ code: z.literal('linkTarget'), actual: z.string(), listed: z.string() }),
  z.object({ code: z.literal('notThere'), kind }),
  z.object({ code: z.literal('notListed'), kind }),
  z.object({ code: z.literal('underAnotherName') }),
  z.object({ code: z.literal('unreadable'), failure: FailureSchema }),
]);
/** What {@link FindingReasonSchema} describes. */
export type FindingReason = z.infer<typeof FindingReasonSchema>;

/** Words what was found; in English where no translation is given. */
export function findingText(reason: FindingReason, t: Translate = inEnglish): string {
  switch (reason.code) {
    case 'size':
      return t('{0} bytes instead of {1}', reason.actual, reason.listed);
    case 'kind':
      return t('it is {0}, but listed as {1}', kindText(reason.actual, t), kindText(reason.listed, t));
    case 'digests':
      return reason.differing
        .map(({ algorithm, actual, listed }) => t('{0} is {1}, listed {2}', algorithm, actual, listed))
        .join('; ');
    case 'linkTarget':
      return t(
        'it points to {0}, but is listed as pointing to {1}',
        printable(reason.actual),
        printable(reason.listed),
      );
    case 'notThere':
      return t('{0} that is listed, but not there', kindText(reason.kind, t));
    case 'notListed':
      return t('{0} that is not listed', kindText(reason.kind, t));
    case 'underAnotherName':
      return t('its content is there under another name');
    case 'unreadable': {
      const sentence = failureText(reason.failure, t);
      const { offset } = reason.failure;
      return offset === undefined ? sentence : t('{0} (at byte {1})', sentence, offset);
    }
    default:
      return reason satisfies never;
  }
}

/** Special files keep the names that systems give them. */
function kindText(of: string, t: Translate): string {
  switch (of) {
    case 'file':
      return t('a file');
    case 'folder':
      return t('a folder');
    case 'link':
      return t('a link');
    default:
      return of;
  }
}
