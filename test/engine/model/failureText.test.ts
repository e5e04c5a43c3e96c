import { describe, expect, test } from 'vitest';
import { destinationFailure, readBackFailure, sourceFailure } from '../../../src/engine/fs/failures';
import { SystemError, systemCall } from '../../../src/engine/fs/systemError';
import {
  FAILURE_CODES,
  FailureError,
  FailureSchema,
  failureOf,
  scopeOf,
} from '../../../src/engine/model/failure/failure';
import { failureLine, failureText } from '../../../src/engine/model/failure/failureText';
import { Pulse } from '../../../src/engine/model/thread/pulse';

const ERRORS = [
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'ENODEV',
  'ESTALE',
  'EUCLEAN',
  'EFBIG',
];

describe('E12: the sentence for a failure', () => {
  test.each(FAILURE_CODES)('%s: says what happened and, but for a cancellation, what to do', (code) => {
    const text = failureText(code === 'gradeNotReached' ? { code, args: { requested: 'device' } } : { code });
    expect(text).toMatch(/^[A-Z].*\.$/s);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    if (code !== 'cancelled') expect(text.match(/[.:;] |, or |\. /)).not.toBeNull();
  });

  test('tells source from destination', () => {
    for (const code of ['permissionDenied', 'readError', 'deviceGone'] as const) {
      expect(failureText({ code, args: { side: 'source' } })).not.toBe(
        failureText({ code, args: { side: 'destination' } }),
      );
    }
  });

  test('names the values it was given', () => {
    expect(failureText({ code: 'noSpace', args: { needed: 3 * 2 ** 30, available: 2 ** 20 } })).toContain('3.0 GiB');
    expect(failureText({ code: 'noSpace', args: { resource: 'inodes' } })).toContain('inodes');
    expect(failureText({ code: 'sizeMismatch', args: { expected: 10, actual: 1 } })).toMatch(/10 bytes.*1 byte/);
    expect(failureText({ code: 'gradeNotReached', args: { requested: 'device', reason: 'because' } })).toMatch(
      /device.*because/,
    );
    expect(failureText({ code: 'destinationExists', args: { differs: 'it is a folder' } })).toContain('it is a folder');
    expect(failureText({ code: 'stalled', args: { silentMs: 125_000, item: 'a.bin' } })).toMatch(/2 min 05 s.*a\.bin/);
  });

  test('is safe for a terminal on one line, whatever name is in it (R6)', () => {
    const line = failureLine({ code: 'nameCollision', path: '/a\n\u001b[2J', offset: 5, args: { other: 'x\u202e\n' } });
    expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(line).toMatch(/^\/a\\x0A\\x1B\[2J: .*\(at byte 5\)$/);
  });
});

describe('E12: a system error', () => {
  test.each(ERRORS)('%s becomes a failure that survives a thread boundary, with path, cause and side', (code) => {
    const error = new SystemError(code, 'write', '/x', `went wrong (${code}, write)`);
    for (const [make, side] of [
      [sourceFailure, 'source'],
      [destinationFailure, 'destination'],
    ] as const) {
      const { failure } = make(error, 42);
      expect(FailureSchema.parse(structuredClone(failure))).toEqual(failure);
      expect(failure).toMatchObject({ path: '/x', offset: 42, args: { side }, cause: `went wrong (${code}, write)` });
    }
  });

  test('of the destination stops the job, of the source only its item', () => {
    for (const code of ERRORS) {
      const error = new SystemError(code, 'read', '/x', code);
      expect(destinationFailure(error).scope).toBe('job');
      expect(sourceFailure(error).scope).toBe(code === 'EMFILE' ? 'job' : 'item');
    }
  });

  test('while reading back is a read error of the destination', () => {
    const { failure } = readBackFailure(new SystemError('EIO', 'read', '/x', 'EIO'), 7);
    expect(failure).toMatchObject({ code: 'readError', offset: 7, args: { side: 'destination' } });
  });

  test.each([
    [-122, 'EDQUOT'],
    [-117, 'EUCLEAN'],
    [-116, 'ESTALE'],
    [-74, 'EBADMSG'],
    [-123, 'ENOMEDIUM'],
  ])('with errno %i, for which Node has no name, is %s', (errno, code) => {
    const call = () => {
      throw Object.assign(new Error('UNKNOWN: unknown error, write'), { code: 'UNKNOWN', errno });
    };
    expect(() => systemCall(new Pulse(), '/x', 'write', call)).toThrow(
      expect.objectContaining({ code, syscall: 'write', path: '/x' }),
    );
  });

  test('anything else is an internal error that stops the job and keeps its stack', () => {
    expect(failureOf(new TypeError('oops'))).toMatchObject({
      code: 'internalError',
      cause: expect.stringContaining('oops'),
    });
    expect(scopeOf(new TypeError('oops'))).toBe('job');
    expect(failureOf(new FailureError({ code: 'notFound', path: '/x' }))).toEqual({ code: 'notFound', path: '/x' });
  });
});
