import { isAbsolute, resolve } from 'node:path';
import * as z from 'zod/mini';
import type { PathText } from '../../engine/model/text/pathText';

/** What the command was called with, narrowed from anything. */
export type CopyArguments =
  /** Nothing: from the palette or a plain key binding. The person is asked. */
  | { readonly kind: 'none' }
  /** What was right-clicked, or named by a key binding or a task. */
  | { readonly kind: 'given'; readonly sources: readonly PathText[]; readonly destination?: PathText }
  /** Something that is not on this machine's file system: `what` names it. */
  | { readonly kind: 'notLocal'; readonly what: string }
  /** Arguments nobody can make sense of: `why` says so, in English, for whoever wrote the key binding. */
  | { readonly kind: 'invalid'; readonly why: string };

/** Something was given, whatever it is. */
export type GivenArguments = Exclude<CopyArguments, { readonly kind: 'none' }>;

/** The part of `vscode.Uri` that is needed; menus and key bindings hand over different objects. */
const UriSchema = z.object({ scheme: z.string(), fsPath: z.string(), path: z.string() });
type UriLike = z.infer<typeof UriSchema>;

const ByNameSchema = z.strictObject({
  sources: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
  destination: z.optional(z.string().check(z.minLength(1))),
});

/**
 * Narrows the arguments of the copy command. Menus give `(uri, uris)`: what was clicked, and all that is selected where
 * that is part of the selection. Key bindings and tasks give `{ sources, destination? }` with absolute paths.
 */
export function copyArguments(first: unknown, second: unknown): CopyArguments {
  const uris = urisOf(first, second);
  if (uris !== undefined) return fromUris(uris);
  return first === undefined || first === null ? { kind: 'none' } : byName(first);
}

/** The resources that a menu was called for; undefined where the arguments are something else. */
export function urisOf(first: unknown, second: unknown): readonly UriLike[] | undefined {
  const selected = z.safeParse(z.array(UriSchema).check(z.minLength(1)), second);
  if (selected.success) return selected.data;
  const clicked = z.safeParse(UriSchema, first);
  return clicked.success ? [clicked.data] : undefined;
}

/** Paths of resources, if all of them are on the file system of the machine this extension runs on. */
export function fromUris(uris: readonly UriLike[]): GivenArguments {
  const foreign = uris.find((uri) => uri.scheme !== 'file');
  if (foreign !== undefined) return { kind: 'notLocal', what: `${foreign.scheme}:${foreign.path}` };
  return { kind: 'given', sources: uris.map((uri) => uri.fsPath) };
}

function byName(value: unknown): CopyArguments {
  const parsed = z.safeParse(ByNameSchema, value);
  if (!parsed.success) return { kind: 'invalid', why: z.prettifyError(parsed.error) };
  const { sources, destination } = parsed.data;
  const relative = [...sources, ...(destination === undefined ? [] : [destination])].find((path) => !isAbsolute(path));
  if (relative !== undefined) return { kind: 'invalid', why: `"${relative}" is not an absolute path` };
  const resolved = sources.map((source) => resolve(source));
  return destination === undefined
    ? { kind: 'given', sources: resolved }
    : { kind: 'given', sources: resolved, destination: resolve(destination) };
}
