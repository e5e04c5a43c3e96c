import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { need } from '../../support/faults/capabilities';
import { faultFs } from '../../support/faults/faultfs/client';
import { openWindow } from '../support/openWindow.mjs';

test('B7, B9: jobs on a device that hangs are abandoned; one that was held for a broken device is released', async (context) => {
  need(context, 'mounts', 'fuse');
  const device = await faultFs();
  for (const name of ['first.bin', 'second.bin']) writeFileSync(join(device.backing, name), name);
  mkdirSync(join(device.backing, 'out'));
  await device.setRules(
    { op: 'read', path: 'first.bin', fault: { kind: 'hold' } },
    { op: 'read', path: 'second.bin', fault: { kind: 'hold' } },
    { op: 'write', path: 'broken.txt', fault: { kind: 'error', code: 'EIO' } },
  );
  const out = join(device.folder, 'out');
  const { workbench, workspace } = await openWindow({
    settings: { 'evidenceCopy.stallSeconds': 1 },
    prepare: ({ folder }) => {
      for (const name of ['broken.txt', 'sound.txt']) writeFileSync(join(folder, name), name);
      // What an abandoned job holds names in, another one has to wait for.
      const rows = [
        [join(device.folder, 'first.bin'), 'copies'],
        [join(device.folder, 'second.bin'), 'elsewhere'],
        ['broken.txt', out],
        ['sound.txt', out],
      ];
      writeFileSync(join(folder, 'jobs.csv'), ['sources,destination', ...rows.map((row) => row.join(','))].join('\n'));
    },
  });
  const { queue, quickInput, notifications } = workbench;
  const topmostRow = async () => (await queue.rows())[0];
  await queue.open();
  await queue.titleMenu('Import Jobs…');
  await quickInput.choosePath(join(workspace.folder, 'jobs.csv'), 'Import');
  await queue.clickTitle('Start Queue');

  await (await notifications.waitFor('STALLED: "first.bin".')).dismiss();
  await expect.poll(topmostRow).toMatch(/^first\.bin .*STALLED/);
  await expect.poll(() => queue.message()).toMatch(/^A device does not answer\./);
  await queue.clickTitle('Abandon Job');
  await (await notifications.waitFor('STALLED: "second.bin".')).dismiss();
  await expect.poll(topmostRow).toMatch(/^second\.bin .*STALLED/);
  await queue.contextMenu('second.bin', 'Abandon Job');
  await expect
    .poll(() => queue.rows())
    .toEqual([
      'sound.txt HELD: "broken.txt" failed on the same volume',
      'broken.txt JOB FAILED',
      'second.bin JOB FAILED',
      'first.bin JOB FAILED',
    ]);
  await expect.poll(() => queue.message()).toMatch(/^1 HELD: an earlier job failed on the same volume\./);

  await queue.contextMenu('sound.txt', 'Release Held Job');
  await queue.clickTitle('Start Queue');
  await expect.poll(topmostRow).toMatch(/^sound\.txt 1 item copied/);
  expect(readdirSync(join(device.backing, 'out'))).toContain('sound.txt');
  // Nobody can end a process that waits for the device.
  await device.release();
});
