import { execFileSync } from 'node:child_process';

/** Builds the bundles before the first test, so that tests never run against yesterday's. */
export function setup(): void {
  execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
}
