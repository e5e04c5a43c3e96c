import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { jobFileJsonSchema } from '../../src/client/jobFile/jobFileJsonSchema';
import { JobFileSchema } from '../../src/client/jobFile/jobFileSchema';
import { readJson } from '../support/sources';

const built = (name: string): unknown =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../dist', name), 'utf8'));

const KeySchema = z.looseObject({ description: z.optional(z.string()) });
const ObjectSchema = z.looseObject({
  additionalProperties: z.literal(false),
  required: z.optional(z.array(z.string())),
  properties: z.record(z.string(), KeySchema),
});

test('the build writes the schema beside the bundles', () => {
  expect(built('evidence-job.schema.json')).toEqual(jobFileJsonSchema());
});

test('every program can read its patterns: no classes of characters by name', () => {
  expect(JSON.stringify(jobFileJsonSchema())).not.toContain(String.raw`\\p{`);
});

test('the German schema says everything in German, and is the same otherwise', () => {
  const german = z.record(z.string(), z.string()).parse(readJson('l10n/evidence-job.schema.de.json'));
  const said = new Set<string>();
  jobFileJsonSchema((text) => {
    said.add(text);
    return text;
  });
  // Names of digests are no words.
  const words = [...said].filter((text) => /[a-z]/.test(text));
  expect(Object.keys(german).sort()).toEqual(words.sort());
  for (const [english, text] of Object.entries(german)) expect(text).not.toBe(english);
  expect(built('evidence-job.schema.de.json')).toEqual(jobFileJsonSchema((text) => german[text] ?? text));
});

test('every key is described, at every depth, and no other is allowed', () => {
  const visit = (path: string, node: unknown): string[] => {
    const { properties } = ObjectSchema.parse(node);
    return Object.entries(properties).flatMap(([key, value]) => {
      expect(value.description, `${path}${key}`).toMatch(/\.$/);
      return value['type'] === 'object' ? [key, ...visit(`${path}${key}.`, value)] : [key];
    });
  };
  const keys = visit('', jobFileJsonSchema());
  expect(keys).toEqual(expect.arrayContaining(Object.keys(JobFileSchema.shape)));
  expect(keys).toEqual(expect.arrayContaining(['caseNumber', 'recorderZone', 'serial']));
});

test('choices and defaults are offered', () => {
  const { properties, required } = ObjectSchema.parse(jobFileJsonSchema());
  expect(required).toEqual(['sources', 'destinations']);
  expect(properties['conflict']).toMatchObject({
    enum: ['fail', 'skipIdentical', 'rename', 'overwrite'],
    enumDescriptions: expect.any(Array),
    default: 'fail',
  });
  expect(properties['bufferSizeKB']).toMatchObject({ type: 'integer', minimum: 8, maximum: 10240, default: 1024 });
  expect(properties['verification']).toMatchObject({
    enum: ['stream', 'readBack', 'device', 'deviceAndSource'],
    default: 'device',
  });
});

test('patterns are ones that editors can compile', () => {
  const patterns = [...JSON.stringify(jobFileJsonSchema()).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)];
  expect(patterns.length).toBeGreaterThan(10);
  for (const [, pattern = ''] of patterns) {
    const text = z.string().parse(JSON.parse(pattern));
    expect(() => new RegExp(text, 'u')).not.toThrow();
  }
});
