import * as z from 'zod/mini';

export const LogLevelSchema = z.enum(['info', 'warning', 'error']);
/** How much a line of the log matters. */
export type LogLevel = z.infer<typeof LogLevelSchema>;
