import * as z from 'zod/mini';

/** A SHA-256 in lower-case hexadecimal. */
export const Sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** How much of a file was written at one moment, from its start, and the SHA-256 of these bytes. */
export const ExtentSchema = z.object({ bytes: z.int().check(z.nonnegative()), sha256: Sha256Schema });
export type Extent = z.infer<typeof ExtentSchema>;
