import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchOutput, writeJobFile } from '../support/batch';
import { finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import { runBounded } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles } from '../support/faults/samples';
import { scratchFolder } from '../support/scratch';

const BAD_BYTE = 1.5 * MiB + 17;
/** The third of the five fails. */
const FAILING = 2;

/** Runs five jobs, each into a folder of its own; the source of the middle one gives a read error half-way. */
async function runFive(onItemError: 'continue' | 'stop') {
  const source = await faultFs();
  makeFiles(source.backing, { 'card/a.bin': 100 * KiB, 'card/broken.mp4': 3 * MiB, 'card/c.bin': 5 });
  await source.setRules({
    op: 'read',
    path: 'broken.mp4',
    from: BAD_BYTE,
    fault: { kind: 'error', code: 'EIO' },
  });
  const root = scratchFolder();
  const cards = [MiB, 20 * MiB, 0, 5 * MiB, 300 * KiB].map((size, index) =>
    index === FAILING
      ? join(source.folder, 'card')
      : makeFiles(join(root, `card${index}`), { 'recording.bin': size, 'note.txt': 12 }),
  );
  const copies = cards.map((_, index) => join(root, `copy${index}`));
  const files = cards.map((card, index) =>
    writeJobFile(root, `${index}`, { sources: [card], destinations: [copies[index] ?? ''], onItemError }),
  );
  const { status, stdout } = await runBounded(['run', ...files, '--json']);
  const output = batchOutput(stdout);
  expect(status).toBe(1);
  for (const [index, card] of cards.entries()) {
    if (index === FAILING) continue;
    expect(output.jobs[index]?.summary).toMatchObject({ status: 'complete', failures: [] });
    expect(contentOf(join(copies[index] ?? '', `card${index}`))).toEqual(contentOf(card));
  }
  expect(output.jobs[FAILING]?.summary.failures).toContainEqual(
    expect.objectContaining({
      code: 'readError',
      path: join(source.folder, 'card/broken.mp4'),
      offset: BAD_BYTE,
      message: expect.stringContaining('could not be read here'),
    }),
  );
  return { ...output, copy: copies[FAILING] ?? '', backing: source.backing };
}

describe('five jobs, the middle one with a source that gives a read error half-way', () => {
  test('it is incomplete and names file and offset; what was read of the file has no name; the others are whole', async (context) => {
    need(context, 'mounts', 'fuse');
    const { jobs, batch, copy, backing } = await runFive('continue');
    expect(jobs[FAILING]?.summary.status).toBe('incomplete');
    expect(batch).toMatchObject({ status: 'incomplete', complete: 4, incomplete: 1, failed: 0, held: 0 });
    expect(finalNames(copy)).toEqual(['card (INCOMPLETE)']);
    expect(readdirSync(join(copy, 'card (INCOMPLETE)')).sort()).toEqual(['a.bin', 'c.bin']);
    const arrived = contentOf(join(copy, 'card (INCOMPLETE)'));
    for (const [name, content] of arrived) expect(content).toBe(contentOf(join(backing, 'card')).get(name));
    expect(stagingFolders(copy)).toEqual([]);
  });

  test('that is to stop at it: it is failed, and nothing of it has a name', async (context) => {
    need(context, 'mounts', 'fuse');
    const { jobs, batch, copy } = await runFive('stop');
    expect(jobs[FAILING]?.summary.status).toBe('failed');
    expect(batch).toMatchObject({ status: 'failed', complete: 4, incomplete: 0, failed: 1, held: 0 });
    expect(finalNames(copy)).toEqual([]);
    expect(existsSync(join(stagingFolders(copy)[0] ?? '', 'payload', 'card', 'broken.mp4'))).toBe(false);
  });
});
