import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/engine/model/failure/failure';
import type { ItemOutcome } from '../../src/engine/model/item/outcome';
import { printable } from '../../src/engine/model/text/pathText';
import { jobLogListener } from '../../src/views/log/jobLog';
import { failureLogLine, startLines, summaryLines } from '../../src/views/log/jobLogModel';
import { attempt, summary } from './support/jobs';

const failure: Failure = { code: 'readError', path: '/media/card1/b', offset: 7, cause: 'EIO: i/o error, read' };

function failed(of: Failure): ItemOutcome {
  const path = 'card1/b';
  return {
    id: 1,
    type: 'file',
    path,
    size: 7,
    outcome: 'failed',
    source: of.path ?? '',
    destination: null,
    failure: of,
  };
}

/** Everything that was logged, as `level line`. */
function logging() {
  const lines: string[] = [];
  return { lines, listener: jobLogListener((level, message) => lines.push(`${level} ${message}`)) };
}

test('a start is logged with sources, destination and every setting', () => {
  expect(startLines(attempt())).toEqual([
    'Copy "card1" (00000001, attempt 1) starts.',
    '  source: /media/card1',
    '  destination: /evidence',
    '  settings: verification=device, requireGrade=false, retryMismatch=true, hashAlgorithms=sha256, useBufferReuse=true, bufferSizeKB=1024, lanes=auto, layout=plain, zip=none, conflict=fail, onItemError=continue, onReadError=fail, onSourceChange=fail, records=in the destination',
  ]);
});

test('ten thousand sources do not flood the log', () => {
  const sources = Array.from({ length: 10_000 }, (_, index) => `/media/${index}`);
  const lines = startLines(attempt('0', 1, { sources }));
  expect(lines).toHaveLength(1 + 100 + 1 + 2);
  expect(lines[101]).toBe('  source: … and 9900 more');
});

describe('failures', () => {
  test('have code, sentence, place and cause', () => {
    expect(failureLogLine(failure)).toBe(
      'readError: /media/card1/b: The source could not be read here. The medium may be damaged: copy again, or image it first. (at byte 7) [cause: EIO: i/o error, read]',
    );
  });

  test('stay on one line whatever names and causes contain', () => {
    const line = failureLogLine({ code: 'notFound', path: '/a\n[info] fine', cause: 'x\r\ny\u001b[2J' });
    expect(line).toBe(printable(line));
  });

  test('are logged as they come and not again at the end', () => {
    const { lines, listener } = logging();
    listener.onDidStart?.(attempt());
    listener.onFailedItems?.(attempt(), [failed(failure)]);
    listener.onDidEnd?.(attempt(), summary({ status: 'incomplete', failures: [failure], failureCount: 1 }));
    expect(lines.filter((line) => line.startsWith('error readError'))).toHaveLength(1);
  });

  test('of the job itself are logged at the end', () => {
    const { lines, listener } = logging();
    listener.onDidStart?.(attempt());
    listener.onDidEnd?.(attempt(), summary({ status: 'failed', failures: [{ code: 'noSpace' }], failureCount: 1 }));
    expect(lines.some((line) => line.startsWith('error noSpace: '))).toBe(true);
  });

  test('of the next job are logged although they are the same', () => {
    const { lines, listener } = logging();
    for (const number of [1, 2]) {
      listener.onDidStart?.(attempt('card1', number));
      listener.onFailedItems?.(attempt('card1', number), [failed(failure)]);
    }
    expect(lines.filter((line) => line.startsWith('error readError'))).toHaveLength(2);
  });
});

describe('the summary', () => {
  test('of a complete copy', () => {
    expect(summaryLines(summary({ recordsDir: '/evidence/evidence-records/x', notices: ['A link.'] }))).toEqual([
      'Copy "card1" (00000001, attempt 1) ended: complete.',
      '  items: 120 planned, 120 copied, 0 recorded, 0 skipped, 0 failed',
      '  amount: 110 files, 200 MiB in 12 s, 17 MB/s',
      '  grade: readBack, verified by read-back (may have been served from memory)',
      '  reads: 110 of sources, 110 of copies, 110 saved (bufferReuse, buffers of 1024 KiB)',
      '  note: A link.',
      '  records: /evidence/evidence-records/x',
    ]);
  });

  test('of any other is an error and says so first', () => {
    const { lines, listener } = logging();
    const items = { planned: 120, copied: 117, recorded: 0, skipped: 0, failed: 3 };
    listener.onDidEnd?.(attempt(), summary({ status: 'incomplete', items, stagingDir: '/evidence/INCOMPLETE-1' }));
    expect(lines[0]).toBe('error Copy "card1" (00000001, attempt 1) ended: INCOMPLETE, FAILED ITEMS: 3 of 120.');
    expect(lines.at(-1)).toBe('error   staging folder kept: /evidence/INCOMPLETE-1');
  });

  test('names the reason of a lower grade', () => {
    const lines = summaryLines(summary({ gradeRequested: 'device', gradeReason: 'no block device' }));
    expect(lines[3]).toContain('(device was asked for: no block device)');
  });
});

test('a copy that was taken out before it began is in the log', () => {
  const { lines, listener } = logging();
  listener.onDidRemove?.(attempt());
  expect(lines).toEqual(['info Copy "card1" (00000001) was taken out of the queue before it began.']);
});
