import { FailureError } from '../model/failure/failure';
import type { Proof } from '../verify/proof';
import { prove } from '../verify/prove';
import { MismatchError } from '../verify/readBack';
import type { FileCopyContext } from './fileCopyContext';
import type { CopiedFile, WrittenCopy } from './writtenCopy';

/**
 * The end of a copy after its proof. One that is not what was written is made once more from the start, if the job says so;
 * what comes of that is final. Throws as the copy's own end does.
 */
export async function endOrCopyAgain(
  copy: WrittenCopy,
  proof: Proof,
  again: () => Promise<WrittenCopy>,
  context: FileCopyContext,
): Promise<CopiedFile> {
  try {
    return copy.end(proof);
  } catch (error) {
    if (!(error instanceof MismatchError) || !context.request.retryMismatch) throw error;
    const second = await endSecond(error, await again(), context);
    return { ...second, facts: { ...second.facts, earlierMismatch: error.mismatch } };
  }
}

/** Says of a second mismatch that it is the second, and what the first one was. */
async function endSecond(first: MismatchError, copy: WrittenCopy, context: FileCopyContext): Promise<CopiedFile> {
  try {
    const [proof] = prove([copy.unproved], context);
    if (proof === undefined) throw new Error('no proof');
    return copy.end(proof);
  } catch (error) {
    await copy.abandon();
    if (!(error instanceof MismatchError)) throw error;
    const { failure } = error;
    const cause = `${failure.cause}; the first copy: ${first.failure.cause} ${JSON.stringify(first.mismatch.difference)}`;
    throw new FailureError({ ...failure, args: { ...failure.args, copies: 2 }, cause });
  }
}
