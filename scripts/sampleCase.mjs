import { lutimesSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { png, wav, y4m } from './sampleCase/media.mjs';
import { oddNames } from './sampleCase/oddNames.mjs';
import { doorEvents, recorderLog } from './sampleCase/tables.mjs';

/** The time all items get, so that a copy with the time of copying is noticed. */
const MODIFIED = new Date(Date.UTC(2026, 2, 14, 22, 47, 13));

/**
 * Makes a small, realistic case with the same content each time: pictures, a clip, a recording, logs, tables, an empty
 * file and folder, a link, and names as they occur in the field. About 14 MB.
 *
 * @param {string} folder Is created; must not exist.
 */
export function makeSampleCase(folder) {
  mkdirSync(folder);
  for (const [path, content] of Object.entries(contents())) {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, MODIFIED, MODIFIED);
  }
  mkdirSync(join(folder, 'exports', 'camera 3 (no signal)'));
  const link = join(folder, 'best picture');
  symlinkSync(join('exports', 'camera 1', 'still 0002.png'), link);
  lutimesSync(link, MODIFIED, MODIFIED);
  makeOddNames(join(folder, 'odd names'));
}

/** @returns {Record<string, string | Buffer>} What is in which file. */
function contents() {
  return {
    'readme.txt': 'Sample case. Nothing in it is real.\n',
    'exports/camera 1/still 0001.png': png({ seed: 1, width: 800, height: 450 }),
    'exports/camera 1/still 0002.png': png({ seed: 2, width: 800, height: 450 }),
    'exports/camera 1/still 0003.png': png({ seed: 3, width: 400, height: 225 }),
    'exports/camera 2/2026-03-14 22-47-10.y4m': y4m({ seed: 4, width: 320, height: 180, frames: 90 }),
    'exports/camera 2/audio.wav': wav({ seed: 5, seconds: 40 }),
    'recorder/log/system.log': recorderLog(9_000),
    'recorder/log/empty.log': '',
    'recorder/door events.csv': doorEvents(4_000),
  };
}

/** @param {string} folder */
function makeOddNames(folder) {
  mkdirSync(folder);
  for (const name of oddNames()) {
    const file = Buffer.concat([Buffer.from(folder + sep), name]);
    writeFileSync(file, Buffer.concat([Buffer.from('This file is called '), name, Buffer.from('\n')]));
    utimesSync(file, MODIFIED, MODIFIED);
  }
}
