import { isAbsolute, resolve } from 'node:path';
import * as z from 'zod/mini';
import type { AuditRequest } from '../../engine/model/audit/audit';
import type { PathText } from '../../engine/model/text/pathText';
import { fromUris, urisOf } from '../arguments/copyArguments';

/** What the command was called with, narrowed from anything. */
export type VerifyArguments =
  /** Nothing: from the palette or a plain key binding. The person is asked. */
  | { readonly kind: 'none' }
  /** Folders and manifests that were right-clicked. */
  | { readonly kind: 'picked'; readonly paths: readonly PathText[] }
  /** What a key binding or a task names. */
  | { readonly kind: 'named'; readonly request: AuditRequest }
  /** Something that is not on this machine's file system: `what` names it. */
  | { readonly kind: 'notLocal'; readonly what: string }
  /** Arguments nobody can make sense of: `why` says so, in English, for whoever wrote the key binding. */
  | { readonly kind: 'invalid'; readonly why: string };

const AbsoluteSchema = z.string().check(z.refine(isAbsolute, 'not an absolute path'));
const NamedSchema = z.strictObject({
  folder: AbsoluteSchema,
  manifest: z.optional(AbsoluteSchema),
  recordsDir: z.optional(AbsoluteSchema),
});

/**
 * Narrows the arguments of the command. Menus give `(uri, uris)`; key bindings and tasks give
 * `{ folder, manifest?, recordsDir? }` with absolute paths.
 */
export function verifyArguments(first: unknown, second: unknown): VerifyArguments {
  const uris = urisOf(first, second);
  if (uris !== undefined) {
    const given = fromUris(uris);
    return given.kind === 'given' ? { kind: 'picked', paths: given.sources } : given;
  }
  if (first === undefined || first === null) return { kind: 'none' };
  const named = z.safeParse(NamedSchema, first);
  if (!named.success) return { kind: 'invalid', why: z.prettifyError(named.error) };
  const { folder, manifest, recordsDir } = named.data;
  return {
    kind: 'named',
    request: {
      folder: resolve(folder),
      ...(manifest !== undefined && { manifest: resolve(manifest) }),
      ...(recordsDir !== undefined && { recordsDir: resolve(recordsDir) }),
    },
  };
}
