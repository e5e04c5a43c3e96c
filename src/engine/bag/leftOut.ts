import type { PlanItem } from '../model/item/plan';

/** Why an item is only on record in a bag. */
export type LeftOut = 'link' | 'emptyFolder';

/**
 * Which items of a plan a bag cannot hold: links, and folders without a file in or below them. Specials are in no copy.
 * What is kept are the numbers of such folders.
 *
 * @param plan From its start; each folder stands before what is in it.
 */
export function leftOutOf(plan: Iterable<PlanItem>): (item: PlanItem) => LeftOut | undefined {
  const empty = emptyFolders(plan);
  return (item) => {
    if (item.type === 'link') return 'link';
    return item.type === 'folder' && empty.has(item.id) ? 'emptyFolder' : undefined;
  };
}

function emptyFolders(plan: Iterable<PlanItem>): ReadonlySet<number> {
  const empty = new Set<number>();
  const open: { readonly prefix: string; readonly id: number }[] = [];
  for (const { id, path, type } of plan) {
    for (let last = open.at(-1); last !== undefined && !path.startsWith(last.prefix); last = open.at(-1)) open.pop();
    if (type === 'folder') {
      empty.add(id);
      open.push({ prefix: `${path}/`, id });
    } else if (type === 'file') for (const folder of open) empty.delete(folder.id);
  }
  return empty;
}
