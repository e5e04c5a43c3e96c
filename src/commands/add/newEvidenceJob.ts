import { randomUUID } from 'node:crypto';
import { requestOf } from '../../client/jobFile/jobFile';
import { JobFileSchema } from '../../client/jobFile/jobFileSchema';
import { placed } from '../../client/jobFile/outputFolder';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CaseData } from '../../engine/model/case/caseData';
import type { JobRequest } from '../../engine/model/job/job';
import type { PathText } from '../../engine/model/text/pathText';
import type { DateFormat } from '../../engine/model/time/dateFormat';
import type { LastDestination } from '../../host/lastDestination';
import type { PersonMemory } from '../../host/personValues';
import type { CommandHandler } from '../../host/registerCommand';
import type { Settings } from '../../host/settingsSchema';
import { copyArguments, fromUris } from '../arguments/copyArguments';
import { pathsOf } from '../arguments/givenPaths';
import { askDestination } from '../ask/askDestination';
import { pickSources } from '../ask/askSources';
import { inThisWindow } from '../queue/queueElsewhere';

/** What a form knows before it is filled in, and after. */
interface EvidenceJob {
  readonly sources: readonly PathText[];
  readonly destinations: readonly PathText[];
  readonly caseData: CaseData;
  readonly folderTemplate: string;
  readonly options: Partial<Settings>;
}

/** A form that was filled in. */
interface FilledIn extends EvidenceJob {
  /** Folders of the template, below each destination, outermost first. */
  readonly folders: readonly string[];
  readonly isForNow: boolean;
}

/** What the command needs of the extension. */
export interface EvidenceJobNeeds {
  readonly queue: CopyQueue;
  readonly lastDestination: LastDestination;
  readonly personMemory: PersonMemory;
  /** A snapshot of the settings of this moment. */
  readSettings(): Settings;
  /** How the person writes dates. */
  readDateFormat(): DateFormat;
  /** Shows a job where the person can see that it is in the queue. */
  revealJob(jobId: string): Promise<void>;
  /** Has the form filled in; undefined if the person leaves it. */
  askForEvidenceJob(
    start: EvidenceJob,
    context: { readonly format: DateFormat; readonly settings: Settings; readonly lastDestination: PathText | null },
    dialogs: {
      askSources(kind: 'files' | 'folders'): Promise<readonly PathText[] | undefined>;
      askDestination(count: number): Promise<PathText | undefined>;
    },
  ): Promise<FilledIn | undefined>;
}

/** The template that is proposed to a person who has not used another one. */
const FIRST_TEMPLATE = '{caseNumber}';

/**
 * "New Evidence Job…": a form for a job with everything that belongs on record. What was right-clicked are its sources.
 * Values of the person are there already, those of the case never.
 */
export function newEvidenceJob(needs: EvidenceJobNeeds): CommandHandler {
  const { queue, lastDestination, personMemory } = needs;
  return async (first, second) => {
    const given = copyArguments(first, second);
    const settings = needs.readSettings();
    const { folderTemplate = FIRST_TEMPLATE, layout, ...person } = personMemory.get();
    const start = {
      sources: given.kind === 'none' ? [] : pathsOf(given),
      destinations: given.kind === 'given' && given.destination !== undefined ? [given.destination] : [],
      caseData: person,
      folderTemplate,
      options: layout === undefined ? {} : { layout },
    };
    const context = {
      format: needs.readDateFormat(),
      settings,
      lastDestination: lastDestination.get()?.fsPath ?? null,
    };
    const dialogs = {
      askSources: pathsToCopy,
      askDestination: (count: number) => askDestination(count, lastDestination.get()),
    };
    const job = await needs.askForEvidenceJob(start, context, dialogs);
    if (job === undefined) return;
    const { folderTemplate: template, options } = job;
    await personMemory.set({ ...job.caseData, folderTemplate: template, layout: options.layout });
    const [destination] = job.destinations;
    if (destination !== undefined) await lastDestination.set(destination);
    const attempt = { jobId: randomUUID(), attempt: 1, request: requestFor(job, settings) };
    await inThisWindow(queue.enqueue(attempt, job.isForNow ? 'atOnce' : 'withQueue'));
    await needs.revealJob(attempt.jobId);
  };
}

async function pathsToCopy(kind: 'files' | 'folders'): Promise<readonly PathText[] | undefined> {
  const chosen = await pickSources(kind);
  return chosen === undefined ? undefined : pathsOf(fromUris(chosen));
}

/** The same request that a job file with these answers would make. */
function requestFor({ sources, destinations, folders, caseData, options }: FilledIn, settings: Settings): JobRequest {
  const jobFile = JobFileSchema.parse({ sources, destinations, caseData });
  const chosen = { ...settings, ...options };
  // All paths are absolute already.
  return { ...requestOf(jobFile, '/'), ...chosen, ...placed(destinations, folders, chosen.layout) };
}
