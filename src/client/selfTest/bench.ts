import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_OPTIONS, type JobRequest } from '../../engine/model/job/job';
import type { PathText } from '../../engine/model/text/pathText';
import type { PlantedFault } from '../../engine/model/thread/plantedFault';
import type { Installation, TestCopy } from './installation';

/** A place for copies, and the installation that makes them. */
export class Bench {
  #copies = 0;

  /** @param folder Exists, and belongs to the bench. */
  constructor(
    readonly installation: Installation,
    private readonly folder: PathText,
  ) {}

  /** Makes a new folder for sources. */
  async sourceFolder(name: string): Promise<PathText> {
    const folder = join(this.folder, 'sources', name);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** Copies a source as anybody would, to a destination of its own. */
  async copy(
    source: PathText,
    choices: Partial<JobRequest> = {},
    fault?: PlantedFault,
  ): Promise<TestCopy & { readonly destination: PathText }> {
    const destination = join(this.folder, `copy ${++this.#copies}`);
    const request = {
      ...DEFAULT_OPTIONS,
      label: 'self-test',
      sources: [source],
      destinations: [destination],
      ...choices,
    };
    return { ...(await this.installation.copy(request, fault)), destination };
  }
}
