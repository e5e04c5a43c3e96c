import * as z from 'zod/mini';

/** The steps of a job, in their order. There is no `archiving` in a job without a ZIP. */
export const PHASES = ['planning', 'copying', 'validating', 'publishing', 'recording', 'archiving'] as const;

export const PhaseSchema = z.enum(PHASES);
/** A step of a job. */
export type Phase = z.infer<typeof PhaseSchema>;
