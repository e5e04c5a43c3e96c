import { join } from 'node:path';

/** What runs the command line on this machine without anything being installed: the program this extension runs in. */
export function commandLineRuntime(extensionPath: string) {
  return {
    executable: process.execPath,
    script: join(extensionPath, 'dist', 'cli.js'),
    isElectron: process.versions['electron'] !== undefined,
  };
}
