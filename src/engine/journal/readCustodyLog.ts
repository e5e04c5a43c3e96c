import type { Folder } from '../fs/fileSystem';
import { type ChainEnd, DamagedLogError, readChain } from './chain';
import { type CustodyEvent, CustodyEventSchema } from './custodyEvent';
import { CUSTODY_NAME } from './custodyLog';

/** One entry of a custody log. */
export type CustodyEntry = CustodyEvent & { readonly seq: number; readonly utc: string };

/**
 * The entries of a custody log, as a stream, and how it ended. Throws {@link DamagedLogError} where it is not what was
 * written, or was written by a version that knew more, and what reading throws.
 */
export function* readCustodyLog(folder: Folder): Generator<CustodyEntry, ChainEnd, undefined> {
  const file = folder.openFile(CUSTODY_NAME);
  try {
    const chain = readChain(file);
    for (;;) {
      const next = chain.next();
      if (next.done === true) return next.value;
      const { seq, utc } = next.value;
      const event = CustodyEventSchema.safeParse(next.value);
      if (!event.success) throw new DamagedLogError(seq + 1, `it tells nothing that is known (${next.value.event})`);
      yield { ...event.data, seq, utc };
    }
  } finally {
    file.close();
  }
}
