import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PathText } from '../../engine/model/text/pathText';
import { sampleVideo } from './sampleVideo';

/** The time all files get, so that a copy which did not keep it is noticed. */
const MODIFIED = new Date(Date.UTC(2026, 10, 3, 22, 10, 0));

const NOTE = `Sample evidence. Nothing in it is real: it was made by Evidence Copy to try a first copy with.

Copy this folder with a right-click, "Copy with Verification…", and look at the report beside the copy.
The video is in a format that most players know (YUV4MPEG2).
`;

const EVENTS = `time,door,event
2026-11-03T21:58:12,back door,opened
2026-11-03T21:58:40,back door,closed
2026-11-03T22:07:03,till,opened
`;

const LOG = `2026-11-03 21:55:00 recording started, camera 3
2026-11-03 22:00:00 clock not synchronised
2026-11-03 22:10:00 recording stopped, camera 3
`;

/** Files of several kinds, an empty one among them, under names as they occur in the field. */
const SMALL_FILES: Readonly<Record<PathText, string>> = {
  'Read me first.txt': NOTE,
  'recorder/door events.csv': EVENTS,
  'recorder/system.log': LOG,
  'recorder/empty.log': '',
  'odd names/Über naïve Café – 防犯カメラ.txt': NOTE,
  "odd names/it's 50% (copy) #1 & more.txt": NOTE,
  'odd names/.hidden': NOTE,
};

/**
 * Makes a folder of sample evidence, some 13 MB with the same content each time. Rejects with the error of the file system,
 * `EEXIST` where the folder exists.
 */
export async function makeSampleEvidence(folder: PathText): Promise<void> {
  await makeSmallSample(folder);
  await writeSample(join(folder, 'recorder', 'camera 3 2026-11-03 21-55.y4m'), sampleVideo());
}

/** The same without its one large file. */
export async function makeSmallSample(folder: PathText): Promise<void> {
  await mkdir(folder);
  for (const [path, content] of Object.entries(SMALL_FILES)) await writeSample(join(folder, path), content);
}

async function writeSample(file: PathText, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { flag: 'wx' });
  await utimes(file, MODIFIED, MODIFIED);
}
