import * as z from 'zod/mini';
import type { Grade } from './grade';

/** Items that differed and are named one by one; all are counted. */
export const DIFFERENCES_NAMED = 100;

export const SourceStatementSchema = z.object({
  /** Items of the plan that could be looked at before the copy. */
  items: z.int(),
  /** Of these, items whose metadata differed afterwards, or that were gone. */
  differed: z.int(),
  /** Of these, items that could not be looked at again. */
  notSeen: z.int(),
  /** Items of which nothing but the access time differed: that is what reading does. */
  accessTimes: z.int(),
  /** The first items that differed (PathText, relative to the payload) and how, in plain English. */
  differences: z.array(z.object({ path: z.string(), what: z.string() })),
});
/** How the metadata of the sources compared before the copy and after it. */
export type SourceStatement = z.infer<typeof SourceStatementSchema>;

/** The statement for people. Never says more about the content than the lowest grade of the files does. */
export function sourceStatementText(statement: SourceStatement, grade: Grade | null): string {
  const { items, differed, notSeen, accessTimes } = statement;
  const content =
    grade === 'deviceAndSource'
      ? 'the content of each file was read twice and was the same'
      : 'content was not compared again';
  const unseen = notSeen === 0 ? '' : ` ${counted(notSeen)} could not be looked at again.`;
  const reading = accessTimes === 0 ? '' : ` The access time of ${counted(accessTimes)} changed: reading does that.`;
  return `Metadata of ${differed} of ${counted(items)} differed before and after; ${content}.${unseen}${reading}`;
}

function counted(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}
