import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../scripts/support/problem.mjs';
import { findProgram, runCommand } from '../../scripts/support/runCommand.mjs';
import { runCli, writeJobFile } from './commandLine.mjs';
import { must } from './independentTools.mjs';
import { writeRandomFile } from './sources.mjs';

const FRAMES_PER_SECOND = 25;
const SECONDS = { real: 400, quick: 10 };

/** @type {import('../soak.mjs').SoakCase} */
export const video = {
  name: 'video',
  what: 'a video of more than six minutes goes through a batch of three jobs; ffmpeg decodes it to its last frame, ffprobe counts the same frames and the same duration',
  async run({ folder, quick }) {
    await ensureFfmpeg();
    const seconds = quick ? SECONDS.quick : SECONDS.real;
    const cards = ['before', 'camera', 'after'].map((name) => join(folder, name));
    for (const card of cards) {
      mkdirSync(card);
      writeRandomFile(join(card, 'export.bin'), 5e6);
    }
    const [, card = ''] = cards;
    await record(join(card, 'camera 1.mp4'), seconds);
    const to = join(folder, 'to');
    const files = cards.map((source, index) =>
      writeJobFile(folder, `${index}`, { sources: [source], destinations: [to] }),
    );
    const { status } = await runCli(['run', ...files]);
    must(status === 0, `exit status ${status}`);
    const source = await facts(join(card, 'camera 1.mp4'));
    const copy = await facts(join(to, 'camera', 'camera 1.mp4'));
    must(source.frames === seconds * FRAMES_PER_SECOND, `the source has ${source.frames} frames`);
    must(JSON.stringify(source) === JSON.stringify(copy), `${JSON.stringify(copy)} is not ${JSON.stringify(source)}`);
    return copy;
  },
};

async function ensureFfmpeg() {
  if (findProgram('ffmpeg') !== undefined && findProgram('ffprobe') !== undefined) return;
  if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined) throw new Problem('This needs ffmpeg.');
  await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'ffmpeg']);
}

/**
 * @param {string} file
 * @param {number} seconds
 */
async function record(file, seconds) {
  const picture = `testsrc2=size=640x360:rate=${FRAMES_PER_SECOND}:duration=${seconds}`;
  const sound = `sine=frequency=440:duration=${seconds}`;
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound];
  await runCommand('ffmpeg', ['-v', 'error', ...inputs, '-c:v', 'mpeg4', '-b:v', '2M', '-c:a', 'aac', file]);
}

/**
 * What a player finds: `-xerror` makes any frame that does not decode an error.
 *
 * @param {string} file
 */
async function facts(file) {
  await runCommand('ffmpeg', ['-v', 'error', '-xerror', '-i', file, '-f', 'null', '-']);
  const asked = ['-v', 'error', '-count_frames', '-select_streams', 'v:0', '-of', 'json'];
  const entries = ['-show_entries', 'stream=nb_read_frames:format=duration'];
  const { streams, format } = JSON.parse(await runCommand('ffprobe', [...asked, ...entries, file]));
  return { frames: Number(streams[0].nb_read_frames), seconds: Number(format.duration) };
}
