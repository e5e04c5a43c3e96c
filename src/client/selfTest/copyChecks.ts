import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ItemOutcome } from '../../engine/model/item/outcome';
import { ALGORITHM_TITLES, HASH_ALGORITHMS } from '../../engine/model/proof/digest';
import { GRADE_WORDING } from '../../engine/model/proof/grade';
import { KNOWN_ANSWERS } from '../../engine/model/proof/knownAnswers';
import { makeSampleEvidence, makeSmallSample } from '../sample/sampleEvidence';
import type { Bench } from './bench';
import type { Check } from './check';

/** That digests are right, and that a good copy is told as good. */
export const copyChecks: readonly Check[] = [
  {
    id: 'knownAnswers',
    title: 'Known answers',
    expected: `${HASH_ALGORITHMS.map((name) => ALGORITHM_TITLES[name]).join(', ')} of known bytes, of source and copy, as their standards give them`,
    plantedBy: 'nothing',
    run: knownAnswers,
  },
  {
    id: 'sampleCopy',
    title: 'Copy of sample evidence',
    expected:
      'complete; every digest on record is that of the source and of the copy, computed once more without the engine',
    plantedBy: 'nothing',
    run: sampleCopy,
  },
  {
    id: 'auditOfGoodCopy',
    title: 'Audit of an unchanged copy',
    expected: 'passed, with no finding',
    plantedBy: 'nothing',
    run: auditOfGoodCopy,
  },
];

async function knownAnswers(bench: Bench): ReturnType<Check['run']> {
  const source = await bench.sourceFolder('known answers');
  for (const { name, bytes } of KNOWN_ANSWERS) await writeFile(join(source, name), bytes);
  const { summary, outcomes } = await bench.copy(source, { hashAlgorithms: [...HASH_ALGORITHMS] });
  const wrong = KNOWN_ANSWERS.filter(({ name, digests }) => {
    const file = outcomes.find(({ path }) => path === `known answers/${name}`)?.file;
    return HASH_ALGORITHMS.some(
      (algorithm) =>
        file?.sourceDigests[algorithm] !== digests[algorithm] ||
        file.destinationDigests?.[algorithm] !== digests[algorithm],
    );
  });
  const passed = summary.status === 'complete' && wrong.length === 0;
  const right = KNOWN_ANSWERS.length - wrong.length;
  return { passed, observed: `${summary.status}; ${right} of ${KNOWN_ANSWERS.length} files with the known digests` };
}

async function sampleCopy(bench: Bench): ReturnType<Check['run']> {
  const source = join(await bench.sourceFolder('sample'), 'evidence');
  await makeSampleEvidence(source);
  const { summary, outcomes } = await bench.copy(source);
  const files = outcomes.filter(({ type }) => type === 'file');
  const agreeing = await Promise.all(files.map(agrees));
  const right = agreeing.filter(Boolean).length;
  const { status, grade } = summary;
  return {
    passed: status === 'complete' && files.length > 0 && right === files.length,
    observed: `${status}; ${right} of ${files.length} files with the right digests; ${grade === null ? 'not graded' : GRADE_WORDING[grade]}`,
  };
}

/** Whether source, copy and record of a file agree. */
async function agrees({ source, destination, file }: ItemOutcome): Promise<boolean> {
  if (destination === null || file === undefined) return false;
  const recorded = [file.sourceDigests.sha256, file.destinationDigests?.sha256];
  const found = await Promise.all([sha256(source), sha256(destination)]);
  return new Set([...recorded, ...found]).size === 1;
}

async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

async function auditOfGoodCopy(bench: Bench): ReturnType<Check['run']> {
  const source = join(await bench.sourceFolder('unchanged'), 'evidence');
  await makeSmallSample(source);
  const { destination, summary } = await bench.copy(source);
  const { status, matched } = await bench.installation.audit(destination);
  return {
    passed: status === 'passed' && summary.files > 0 && matched === summary.files,
    observed: `${status}; ${matched} of ${summary.files} files matched`,
  };
}
