import { open, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FINDING_KINDS, type FindingKind } from '../../engine/model/audit/audit';
import type { PathText } from '../../engine/model/text/pathText';
import { makeSmallSample } from '../sample/sampleEvidence';
import type { Check } from './check';

/** Where the faults are planted, relative to the destination. */
const PLACE = 'evidence/recorder';
const VICTIM = `${PLACE}/door events.csv`;
const STRANGER = `${PLACE}/not from here.txt`;

/** The time of a file is put back after it was changed, so that nothing but its content can tell. */
async function keepingTimes(file: PathText, change: (file: PathText) => Promise<void>): Promise<void> {
  const handle = await open(file, 'r');
  const { atime, mtime } = await handle.stat();
  await handle.close();
  await change(file);
  await utimes(file, atime, mtime);
}

async function flipBit(path: PathText): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, 0);
    byte[0] = (byte[0] ?? 0) ^ 1;
    await file.write(byte, 0, 1, 0);
  } finally {
    await file.close();
  }
}

/** That the audit finds what was done to a copy afterwards: that, and nothing else. */
export const diskChecks: readonly Check[] = [
  found('changedBit', 'One bit of a copy turned over, its size and times kept', 'changed', VICTIM, (root) =>
    keepingTimes(join(root, VICTIM), flipBit),
  ),
  found('truncatedFile', 'A copy cut off, its times kept', 'changed', VICTIM, (root) =>
    keepingTimes(join(root, VICTIM), (file) => truncate(file, 10)),
  ),
  found('missingFile', 'A copy removed', 'missing', VICTIM, (root) => rm(join(root, VICTIM))),
  found('extraFile', 'A file added beside the copies', 'unlisted', STRANGER, (root) =>
    writeFile(join(root, STRANGER), 'not from here'),
  ),
];

function found(
  id: string,
  title: string,
  kind: FindingKind,
  path: PathText,
  plant: (destination: PathText) => Promise<void>,
): Check {
  return {
    id,
    title,
    expected: `the audit fails and names this file, and no other one, as ${kind}`,
    plantedBy: 'disk',
    run: async (bench) => {
      const source = join(await bench.sourceFolder(id), 'evidence');
      await makeSmallSample(source);
      const { destination, summary: copied } = await bench.copy(source);
      await plant(destination);
      const summary = await bench.installation.audit(destination);
      const findings = FINDING_KINDS.flatMap((of) => summary[of].map((finding) => `${of}: ${finding.path}`));
      const isFound = findings.length === 1 && findings[0] === `${kind}: ${path}`;
      return {
        passed: copied.status === 'complete' && summary.status === 'failed' && isFound,
        observed: `${summary.status}; ${findings.length === 0 ? 'no finding' : findings.join(', ')}`,
      };
    },
  };
}
