import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { discardJob } from '../../src/client/engine/discardJob';
import { BUNDLES } from '../support/bundles';
import { runUntil } from '../support/killedCopy';
import { memoryScratch } from '../support/memoryScratch';
import { requestFor } from '../support/runEngine';
import { makeTree } from '../support/tree';

test('the engine thread removes what a job has left, or says why not', async () => {
  const root = memoryScratch();
  makeTree(root, { source: { a: 'first' } });
  const out = join(root, 'out');
  const jobId = randomUUID();
  const again = { jobId, attempt: 1 };
  await runUntil(
    requestFor([join(root, 'source')], out),
    ({ kind, path }) => kind === 'file.write' && path.endsWith('/a'),
    { again },
  );
  const log = join(out, `INCOMPLETE-${jobId.slice(0, 8)}`, 'custody.jsonl');
  const other = `${jobId.slice(0, 8)}${randomUUID().slice(8)}`;
  expect(await discardJob(BUNDLES.worker, out, other)).toMatchObject({ failure: { code: 'destinationExists' } });
  expect(await discardJob(BUNDLES.worker, out, jobId)).toEqual({ wasThere: true });
  expect(existsSync(log)).toBe(false);
  expect(await discardJob(BUNDLES.worker, out, jobId)).toEqual({ wasThere: false });
});
