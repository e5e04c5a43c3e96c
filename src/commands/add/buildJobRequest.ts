import { basename } from 'node:path';
import { DEFAULT_OPTIONS, type JobRequest, JobRequestSchema } from '../../engine/model/job/job';
import type { Settings } from '../../host/settingsSchema';
import type { CopyChoice } from '../ask/completeChoice';

/**
 * The request for a copy: everything the engine needs, checked against the engine's own schema. The label is the name
 * of the first source.
 */
export function buildJobRequest({ sources, destination }: CopyChoice, settings: Settings): JobRequest {
  const [first = ''] = sources;
  return JobRequestSchema.parse({
    ...DEFAULT_OPTIONS,
    ...settings,
    label: basename(first) || first,
    sources: [...new Set(sources)],
    destinations: [destination],
  });
}
