import { expect, test } from 'vitest';
import { type FindingReason, FindingReasonSchema, findingText } from '../../../src/engine/model/audit/findingReason';

test.each<[FindingReason, string]>([
  [{ code: 'size', actual: 2, listed: 1 }, '2 bytes instead of 1'],
  [{ code: 'kind', actual: 'link', listed: 'file' }, 'it is a link, but listed as a file'],
  [
    {
      code: 'digests',
      differing: [
        { algorithm: 'md5', actual: '0a', listed: '0b' },
        { algorithm: 'sha256', actual: '1a', listed: '1b' },
      ],
    },
    'md5 is 0a, listed 0b; sha256 is 1a, listed 1b',
  ],
  [{ code: 'linkTarget', actual: '\n\udcff', listed: 'a' }, 'it points to \\x0A\\xFF, but is listed as pointing to a'],
  [{ code: 'notThere', kind: 'folder' }, 'a folder that is listed, but not there'],
  [{ code: 'notListed', kind: 'fifo' }, 'fifo that is not listed'],
  [{ code: 'underAnotherName' }, 'its content is there under another name'],
  [
    { code: 'unreadable', failure: { code: 'deviceGone', offset: 7 } },
    'The source does not answer any more. Connect it again and retry the job. (at byte 7)',
  ],
])('%j survives a thread boundary and is worded: %s', (reason, text) => {
  expect(findingText(FindingReasonSchema.parse(structuredClone(reason)))).toBe(text);
});
