import type { QueueTrouble } from '../client/queueListener';
import type { JobRequest } from '../engine/model/job';
import { printable } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';
import { jobName } from './jobNameModel';
import { resultModel } from './resultModel';
import type { Translate } from './translate';

/** One message for all copies that were found to have been interrupted. Plain text. */
export function interruptedText(summaries: readonly JobSummary[], t: Translate): string {
  const [only, ...others] = summaries;
  if (only === undefined || others.length > 0) {
    return t(
      '{0} copies were interrupted: VS Code ended before they did, so nobody can say how far they came. Resume them: what is proved is read back once more and not copied again. Or discard them.',
      summaries.length,
    );
  }
  return resultModel(only, t).message;
}

/** A device does not answer: what was noticed, and what can be done. Plain text. */
export function stalledText(request: JobRequest, t: Translate): string {
  return t(
    '"{0}" is stalled: a device does not answer. Check the drives, cables and network of source and destination; the copy goes on by itself when they answer. An abandoned job ends as failed, nothing unverified gets a final name, and others can begin.',
    jobName(request, t),
  );
}

/** What is wrong with the file of the queue, and what to do. Plain text. */
export function troubleText(trouble: QueueTrouble, t: Translate): string {
  return trouble.kind === 'damaged'
    ? t(
        'The saved queue of copies could not be read. Its file was kept as "{0}"; the queue begins anew. Copies that were in it are not shown any more: what they left is in their destinations.',
        printable(trouble.path),
      )
    : t(
        'The queue of copies cannot be saved ({0}). Copying works, but after a reload of the window nobody can say what was copied.',
        printable(trouble.cause),
      );
}
