import * as z from 'zod/mini';
import { JobFileSchema } from './jobFileSchema';

/**
 * The schema of job files for editors, from the same source as their validation. The build writes it beside the bundles;
 * nothing imports this file at run time.
 */
export function jobFileJsonSchema(): Record<string, unknown> {
  // VS Code knows draft 7 in full, newer ones in part.
  return { title: 'Evidence Copy job', ...z.toJSONSchema(JobFileSchema, { io: 'input', target: 'draft-7' }) };
}
