import type { DiskKind } from './options.mts';

/** What one run of one way to copy cost. */
export interface Sample {
  /** From the start of the first program to the end of the last one. */
  readonly wallMs: number;
  /** User and system time of all programs. */
  readonly cpuMs: number;
  /** Largest resident memory of one program. */
  readonly peakMemoryBytes: number;
  /** What the program itself measured, its own start excluded; only where it says so. */
  readonly workMs?: number;
  /** The grade that was reached; only where a program grades. */
  readonly grade?: string;
}

/** All runs of one way to copy. */
export interface Measured {
  readonly id: string;
  readonly title: string;
  /** What it reads and what that verifies, for people. */
  readonly verifies: string;
  /** The grade that was asked for; only of ways that grade. */
  readonly gradeAsked?: string;
  readonly samples: readonly Sample[];
  /** From a run of its own under strace; null where none was made. */
  readonly syscallsPerFile: number | null;
}

/** What was copied. */
export interface Load {
  readonly files: number;
  readonly bytes: number;
}

/** Several ways to copy the same tree. */
export interface ComparisonResult {
  readonly kind: 'comparison';
  readonly load: Load;
  readonly rows: readonly Measured[];
}

/** The same way to copy, with more and more of something. */
export interface ScalingResult {
  readonly kind: 'scaling';
  /** What grows, such as `files`. */
  readonly unit: 'files' | 'bytes';
  readonly lines: readonly ScalingLine[];
}

/** How one way to copy scales. */
export interface ScalingLine {
  readonly title: string;
  readonly points: readonly ScalingPoint[];
}

/** All runs with one amount. */
export interface ScalingPoint {
  readonly amount: number;
  readonly samples: readonly Sample[];
}

/** Many jobs in a row. */
export interface BatchResult {
  readonly kind: 'batch';
  readonly load: Load;
  readonly jobs: number;
  /** Of one run of all jobs, in order: how long each took, and the memory of the process after it. */
  readonly eachJob: readonly { readonly durationMs: number; readonly memoryBytes: number }[];
  readonly asJobs: readonly Sample[];
  readonly asOneJob: readonly Sample[];
}

/** What a suite found. */
export type Findings = ComparisonResult | ScalingResult | BatchResult;

/** A target, and what was measured against it. */
export interface TargetResult {
  readonly says: string;
  readonly bound: 'at least' | 'at most';
  readonly target: number;
  readonly measured: number;
  /** Why the figure does not count, such as a grade that was not reached. */
  readonly reservation?: string;
  readonly isMet: boolean;
}

/** What is written down of one suite on one disk. */
export interface Report {
  readonly suite: string;
  readonly title: string;
  readonly disk: DiskKind;
  /** For people: what kind of disk that is. */
  readonly diskTitle: string;
  readonly measuredAt: string;
  readonly command: string;
  readonly version: string;
  readonly machine: Readonly<Record<string, string | number | undefined>>;
  /** Versions of the other programs. */
  readonly programs: Readonly<Record<string, string>>;
  /** What one must know to read the figures. */
  readonly notes: readonly string[];
  readonly findings: Findings;
  readonly targets: readonly TargetResult[];
}
