import * as z from 'zod/mini';
import { JobFileSchema } from './jobFileSchema';

/** Keys of a schema that hold text for people. */
const TEXT_KEYS: ReadonlySet<string> = new Set(['title', 'description', 'enumDescriptions', 'patternErrorMessage']);

/**
 * The schema of job files for editors, from the same source as their validation, with its texts as `say` says them. The build
 * writes it beside the bundles, for each language; nothing imports this file at run time.
 */
export function jobFileJsonSchema(say: (text: string) => string = (text) => text): unknown {
  // VS Code knows draft 7 in full, newer ones in part.
  const schema = { title: 'Evidence Copy job', ...z.toJSONSchema(JobFileSchema, { io: 'input', target: 'draft-7' }) };
  return withTexts(schema, say);
}

function withTexts(node: unknown, say: (text: string) => string): unknown {
  if (Array.isArray(node)) return node.map((each) => withTexts(each, say));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, TEXT_KEYS.has(key) ? said(value, say) : withTexts(value, say)]),
  );
}

/** A text, or the texts of a list; a key of a job file may be called the same and holds a schema. */
function said(value: unknown, say: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => said(each, say));
  return typeof value === 'string' ? say(value) : withTexts(value, say);
}
