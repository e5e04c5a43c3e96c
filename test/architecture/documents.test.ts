import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { REPOSITORY, readJson, readText } from '../support/sources';

const LockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      optionalDependencies: z.optional(z.record(z.string(), z.string())),
      resolved: z.optional(z.string()),
    }),
  ),
});

describe('what the documents name', () => {
  test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'docs/method.md'])(
    '%s: files that exist',
    (document) => {
      const paths = [
        ...readText(document).matchAll(/(?:`|\()((?:src|test|bench|scripts|media|docs)\/[\w./-]+)(?:`|\))/g),
      ];
      const missing = paths.map(([, path]) => String(path)).filter((path) => !existsSync(join(REPOSITORY, path)));
      expect(missing).toEqual([]);
    },
  );

  test('every invariant of the map is guarded by a test', () => {
    const rows = readText('ARCHITECTURE.md').match(/^\| \d \|.*$/gm) ?? [];
    expect(rows).toHaveLength(8);
    for (const row of rows) expect(row).toMatch(/`test\/[\w/]+\.test\.ts`/);
  });
});

describe('the lock file', () => {
  const { packages } = LockSchema.parse(readJson('package-lock.json'));

  test('has every optional package of every platform: npm ci refuses it otherwise', () => {
    const names = Object.keys(packages);
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
      .filter((optional) => !names.some((name) => name.endsWith(`node_modules/${optional}`)));
    expect(missing).toEqual([]);
  });

  test('names no host: packages come from whatever registry is set up', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([]);
  });
});
