import { defineConfig } from 'vitest/config';

/** Tests in a window of the real VS Code. Start them with "npm run test:host", which installs and packs what they need. */
// biome-ignore lint/style/noDefaultExport: that is how vitest wants it
export default defineConfig({
  test: {
    include: ['test/host/browser/**/*.test.mjs'],
    pool: 'forks',
    // Each test has a server and a browser of its own; two at a time would only make both slow.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // A window that is still starting, on a machine that is busy, is no failure.
    expect: { poll: { timeout: 30_000 } },
  },
});
