import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { AuditSummary } from '../../engine/model/audit/audit';
import type { ItemOutcome } from '../../engine/model/item/outcome';
import type { JobRequest } from '../../engine/model/job/job';
import { UNATTENDED } from '../../engine/model/job/patience';
import type { JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import type { PlantedFault } from '../../engine/model/thread/plantedFault';
import { startAudit } from '../audit/audit';
import { EngineClient } from '../engine/engineClient';

/** A copy of the self-test, and what was told of each item. */
export interface TestCopy {
  readonly summary: JobSummary;
  readonly outcomes: readonly ItemOutcome[];
}

/** What is tested: the engine as it is installed. */
export interface Installation {
  /** What it runs in, for the report. */
  readonly application: string;
  /** SHA-256 of each bundle of the engine, by file name. */
  bundles(): Promise<Readonly<Record<string, string>>>;
  /** Makes one copy on a thread of its own, in which `fault` happens. */
  copy(request: JobRequest, fault?: PlantedFault): Promise<TestCopy>;
  audit(folder: PathText): Promise<AuditSummary>;
}

/**
 * The engine of which `workerPath` is the bundled thread.
 *
 * @param application What it runs in, for the records.
 */
export function installationAt(workerPath: string, application: string): Installation {
  return {
    application,
    bundles: () => bundleDigests([workerPath, join(dirname(workerPath), 'lane.js')]),
    copy: async (request, plantedFault) => {
      const patience = (): typeof UNATTENDED => UNATTENDED;
      const client = new EngineClient({ workerPath, application, patience, ...(plantedFault && { plantedFault }) });
      const outcomes: ItemOutcome[] = [];
      try {
        const attempt = { jobId: randomUUID(), attempt: 1, request };
        const job = client.start(attempt, { onOutcomes: (batch) => void outcomes.push(...batch) });
        return { summary: await job.finished, outcomes };
      } finally {
        await client.dispose();
      }
    },
    audit: (folder) => startAudit(workerPath, { folder }, {}, UNATTENDED).finished,
  };
}

async function bundleDigests(paths: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const digests = paths.map(async (path) => {
    const digest = createHash('sha256').update(await readFile(path));
    return [basename(path), digest.digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}
