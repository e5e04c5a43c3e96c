import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCli, writeJobFile } from './commandLine.mjs';
import { withFaultyFolder } from './faultyFolder.mjs';
import { expectSameTree, must } from './independentTools.mjs';
import { writeRandomFile } from './sources.mjs';

const MB = 1e6;

/** Sizes of the one file of each sound job, in bytes; the failing job comes in their middle. */
const SIZES = { real: [1 * MB, 100 * MB, 1000 * MB, 3000 * MB], quick: [1 * MB, 5 * MB, 10 * MB, 20 * MB] };
const MIDDLE = 2;

/** @type {import('../soak.mjs').SoakCase} */
export const failingSource = {
  name: 'failingSource',
  what: 'five jobs of 1 MB to 3 GB; the source of the middle one gives a read error half-way. That job says so with file and offset, once as incomplete and once, with onItemError "stop", as failed; nothing of the file gets a final name; diff -r finds the others equal',
  async run({ folder, sources, quick }) {
    const sizes = quick ? SIZES.quick : SIZES.real;
    const brokenSize = quick ? 8 * MB : 2000 * MB;
    sources.expectRoomFor(3 * sizes.reduce((sum, size) => sum + size, brokenSize));
    return withFaultyFolder(folder, async (faulty) => {
      mkdirSync(join(faulty.backing, 'card'));
      writeRandomFile(join(faulty.backing, 'card', 'a sound.bin'), MB);
      writeRandomFile(join(faulty.backing, 'card', 'broken.mp4'), brokenSize);
      writeRandomFile(join(faulty.backing, 'card', 'sound too.bin'), MB);
      const badByte = brokenSize / 2 + 17;
      await faulty.failReads('broken.mp4', badByte);
      const cards = sizes.map((size, index) => makeCard(join(folder, `card ${index}`), size));
      cards.splice(MIDDLE, 0, join(faulty.mounted, 'card'));
      for (const onItemError of /** @type {const} */ (['continue', 'stop'])) {
        await runFive(cards, join(folder, onItemError), onItemError, badByte);
      }
      const bytes = sizes.reduce((sum, size) => sum + size, brokenSize + 2 * MB);
      return { jobs: cards.length, bytes, badByte };
    });
  },
};

/**
 * @param {string} card
 * @param {number} size
 */
function makeCard(card, size) {
  mkdirSync(card);
  writeRandomFile(join(card, 'recording.bin'), size);
  return card;
}

/**
 * @param {readonly string[]} cards
 * @param {string} folder
 * @param {'continue' | 'stop'} onItemError
 * @param {number} badByte
 */
async function runFive(cards, folder, onItemError, badByte) {
  mkdirSync(folder);
  const copies = cards.map((_, index) => join(folder, `copy ${index}`));
  const files = cards.map((card, index) =>
    writeJobFile(folder, `${index}`, { sources: [card], destinations: [copies[index] ?? ''], onItemError }),
  );
  /** @type {any[]} */
  const summaries = [];
  const { status } = await runCli(['run', ...files], ({ type, summary }) => {
    if (type === 'jobFinished') summaries.push(summary);
  });
  const middle = onItemError === 'stop' ? 'failed' : 'incomplete';
  const statuses = summaries.map((summary) => summary.status).join(' ');
  must(status === 1, `exit status ${status}`);
  must(statuses === `complete complete ${middle} complete complete`, `the jobs ended as: ${statuses}`);
  const failure = summaries[MIDDLE].failures.find((/** @type {any} */ { code }) => code === 'readError');
  must(failure?.path.endsWith('/card/broken.mp4') && failure.offset === badByte, JSON.stringify(failure));
  const names = readdirSync(copies[MIDDLE] ?? '', { recursive: true }).map(String);
  const published = names.filter((name) => !name.startsWith('INCOMPLETE-'));
  must(!published.some((name) => name.includes('broken')), `the broken file has a final name: ${published}`);
  must(
    existsSync(join(copies[MIDDLE] ?? '', 'card')) === false,
    'the incomplete folder has the name of a complete one',
  );
  for (const [index, card] of cards.entries()) {
    const name = index === MIDDLE ? undefined : `card ${index < MIDDLE ? index : index - 1}`;
    if (name !== undefined) await expectSameTree(card, join(copies[index] ?? '', name));
  }
}
