import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { LedgerEntrySchema } from '../../../src/engine/ledger/ledger';
import { PlanItemSchema } from '../../../src/engine/model/item/plan';
import { parserOf } from '../../../src/engine/model/parser';
import { FromEngineSchema } from '../../../src/engine/model/thread/protocol';
import { holds } from '../../support/property';

const METADATA = { mode: 0o640, uid: 0, gid: 7, atimeNs: '-1', mtimeNs: '1700000000123456789', birthNs: '5' };
const STATE = { dev: '1', ino: '9007199254740993', size: 3, mtimeNs: '-5', ctimeNs: '6' };
const FAILURE = { code: 'readError', path: '/u', offset: 7, args: { side: 'source', tries: 2 }, cause: 'EIO' };
const FILE = {
  size: 3,
  links: 1,
  sizeClass: 'small',
  method: 'bufferReuse',
  bufferSize: 1024,
  startedAt: '2026-01-02T03:04:05.678Z',
  endedAt: '2026-01-02T03:04:05.679Z',
  durationMs: 0.5,
  bytesCopied: 3,
  bytesPerSecond: 6000,
  sourceReads: 1,
  destinationReads: 1,
  readsSaved: 1,
  sourceDigests: { sha256: 'ab', md5: 'cd' },
  destinationDigests: { sha256: 'ab', md5: 'cd' },
  grade: 'device',
  sourceState: STATE,
  provedState: STATE,
};
const RECEIPT = [{ field: 'mode', wanted: '0640', got: '0600' }];

const SCHEMAS = [
  {
    schema: PlanItemSchema,
    values: [
      { id: 1, type: 'file', path: 'a/\udcff', state: STATE, metadata: METADATA, allocated: 512, links: 2 },
      { id: 0, type: 'folder', path: 'a', identity: { dev: '1', ino: '2' }, metadata: METADATA },
      { id: 3, type: 'special', path: 's', kind: 'fifo' },
    ],
  },
  {
    schema: LedgerEntrySchema,
    values: [
      { id: 1, outcome: 'copied', stagedAs: 'a/b', file: FILE, receipt: RECEIPT },
      { id: 2, outcome: 'copied', stagedAs: 'a', identity: { dev: '1', ino: '2' }, attempt: 2 },
    ],
  },
  {
    schema: FromEngineSchema,
    values: [
      {
        type: 'outcomes',
        outcomes: [
          { id: 1, type: 'file', path: 'a', size: 3, outcome: 'copied', source: '/a', destination: '/b/a', file: FILE },
          { id: 2, type: 'link', path: 'l', size: 0, outcome: 'copied', source: '/l', destination: null },
        ],
      },
      { type: 'log', level: 'info', message: '' },
    ],
  },
] as const;

const FAILED = { id: 2, outcome: 'failed', stagedAs: 'a', failure: FAILURE };

/** A change somewhere in a value: a field gone, one too many, or one with something else in it. */
const change = fc.record({
  way: fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }),
  what: fc.constantFrom('remove', 'add', 'replace'),
  by: fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(undefined, '0', '-3', 'x', 1.5, 2 ** 53, Number.NaN, '{"__proto__":{"size":1}}'),
  ),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(original: unknown, { way, what, by }: Change): unknown {
  const value: unknown = structuredClone(original);
  let at: unknown = value;
  for (const [step, turn] of way.entries()) {
    if (typeof at !== 'object' || at === null) break;
    const keys = Object.keys(at);
    const key = keys[turn % keys.length];
    if (key === undefined) break;
    const next: unknown = Reflect.get(at, key);
    if (step < way.length - 1 && typeof next === 'object' && next !== null) at = next;
    else if (what === 'remove') return Reflect.deleteProperty(at, key) && value;
    else if (what === 'add') return Reflect.set(at, Array.isArray(at) ? at.length : 'another', by) && value;
    else return Reflect.set(at, key, by) && value;
  }
  return value;
}

/** What parsing comes to: the value, or the fact that it was refused. */
function result(parse: (value: unknown) => unknown, value: unknown): unknown {
  try {
    return { value: parse(value) };
  } catch (error) {
    if (error instanceof z.core.$ZodError) return { refused: error.issues };
    throw error;
  }
}

describe('a parser for what comes by the hundred thousand', () => {
  test.each(SCHEMAS)('gives back what is as it should be, without making it anew', ({ schema, values }) => {
    const parse = parserOf<z.ZodMiniType>(schema);
    for (const value of values) expect(parse(value)).toBe(value);
  });

  test.each(SCHEMAS)('gives and refuses what the schema does, whatever a value may hold', ({ schema, values }) => {
    const parse = parserOf<z.ZodMiniType>(schema);
    holds(
      fc.property(fc.constantFrom<unknown>(...values, FAILED), fc.array(change, { maxLength: 2 }), (value, changes) => {
        const hostile = changes.reduce(changed, value);
        expect(result(parse, hostile)).toStrictEqual(result((each) => schema.parse(each), hostile));
      }),
      { numRuns: 500 },
    );
  });

  test('leaves to the schema what it does not know itself', () => {
    const trimmed = parserOf(
      z.object({
        name: z.pipe(
          z.string(),
          z.transform((name) => name.trim()),
        ),
      }),
    );
    expect(trimmed({ name: ' a ' })).toEqual({ name: 'a' });
    const even = parserOf(z.object({ count: z.int().check(z.multipleOf(2)) }));
    expect(even({ count: 2 })).toEqual({ count: 2 });
    expect(() => even({ count: 3 })).toThrow();
    const own = JSON.parse('{"__proto__":"x"}');
    expect(Object.keys(parserOf(z.record(z.string(), z.string()))(own))).toEqual([]);
  });
});
