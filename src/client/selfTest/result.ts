import type { PathText } from '../../engine/model/text/pathText';

/** How a fault was made to happen: not at all, on the disk with the means anybody has, or in the engine's file system port. */
export type PlantedBy = 'nothing' | 'disk' | 'port';

/** What one check came to. */
export interface CheckResult {
  /** For programs. */
  readonly id: string;
  /** What was done, in a few words. */
  readonly title: string;
  /** What has to happen. */
  readonly expected: string;
  readonly plantedBy: PlantedBy;
  readonly passed: boolean;
  /** What happened. */
  readonly observed: string;
}

/** What a self-test came to. It has passed only if every check has. */
export interface SelfTestResult {
  readonly status: 'passed' | 'failed' | 'cancelled';
  readonly checks: readonly CheckResult[];
  readonly version: string;
  /** SHA-256 of each bundle of the engine, by file name. */
  readonly bundles: Readonly<Record<string, string>>;
  /** Where it ran: versions, system, host, user. */
  readonly surroundings: Readonly<Record<string, string>>;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** The folder that it was made in. */
  readonly folder: PathText;
}
