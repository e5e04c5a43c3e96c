/** What the extended timestamp (tag `UT`) can say in each of its readings: seconds from 1970 to 2038. */
const LAST_UT_SECOND = 0x7fffffff;
/** What the old fields of MS-DOS can say. */
const DOS = { first: Date.UTC(1980, 0, 1), last: Date.UTC(2107, 11, 31, 23, 59, 58) } as const;

/** The times of a member, as yazl takes them. */
export interface MemberTime {
  readonly mtime: Date;
  /** Leave the extended timestamp out, because it cannot hold this time. */
  readonly forceDosTimestamp: boolean;
}

/**
 * A modification time for a ZIP whose bytes do not depend on the time zone of this machine: the fields of MS-DOS, which
 * have no zone, are in UTC; the extended timestamp is an instant.
 */
export function memberTime(mtimeNs: bigint): MemberTime {
  const milliseconds = Number(mtimeNs / 1_000_000n);
  const seconds = Math.floor(milliseconds / 1000);
  return { mtime: new ZonelessDate(milliseconds), forceDosTimestamp: seconds < 0 || seconds > LAST_UT_SECOND };
}

/** A date whose fields are those of UTC, within what MS-DOS can say; `getTime` is the instant. */
class ZonelessDate extends Date {
  get #shown(): Date {
    return new Date(Math.min(DOS.last, Math.max(DOS.first, this.getTime())));
  }

  override getFullYear(): number {
    return this.#shown.getUTCFullYear();
  }

  override getMonth(): number {
    return this.#shown.getUTCMonth();
  }

  override getDate(): number {
    return this.#shown.getUTCDate();
  }

  override getHours(): number {
    return this.#shown.getUTCHours();
  }

  override getMinutes(): number {
    return this.#shown.getUTCMinutes();
  }

  override getSeconds(): number {
    return this.#shown.getUTCSeconds();
  }

  /** yazl compares dates with limits in the local zone. The fields are within them already. */
  override valueOf(): number {
    return Date.UTC(2000, 0, 1);
  }
}
