import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/host/**', '**/node_modules/**'],
    // The tests of client, command line and faults run the bundles that are shipped.
    globalSetup: ['test/support/buildOnce.ts'],
    // A test that expects nothing cannot fail.
    expect: { requireAssertions: true },
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
