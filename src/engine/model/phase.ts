import * as z from 'zod/mini';

/** The steps of a job, in their order. */
export const PHASES = ['planning', 'copying', 'validating', 'publishing', 'recording'] as const;

export const PhaseSchema = z.enum(PHASES);
/** A step of a job. */
export type Phase = z.infer<typeof PhaseSchema>;
