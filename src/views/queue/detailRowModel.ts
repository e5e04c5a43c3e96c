import { type PathText, printable } from '../../engine/model/text/pathText';
import type { Tone } from '../states/stateModel';
import { shortPath } from '../text/jobNameModel';
import type { RowTarget, TreeRow } from './treeRowModel';

/** Longest path beside a label, in characters: both its ends stay in sight. The tooltip has all of it. */
export const PATH_LENGTH = 22;

/** A path that is shown in its folder when it is opened; no row where there is none. */
export function pathDetail(
  jobId: string,
  part: string,
  label: string,
  path: PathText | null,
  icon: string,
): readonly TreeRow[] {
  if (path === null) return [];
  return [
    detail(jobId, part, label, shortPath(path, PATH_LENGTH), icon, {
      tooltip: `${label}: ${printable(path)}`,
      opens: { command: 'showInFolder', argument: path },
    }),
  ];
}

interface DetailParts {
  readonly tooltip?: string;
  readonly tone?: Tone;
  readonly contextValue?: string;
  readonly opens?: RowTarget;
  readonly children?: readonly TreeRow[];
}

/** One thing that is known about a job, as a row below it. */
export function detail(
  jobId: string,
  part: string,
  label: string,
  description: string,
  icon: string,
  parts: DetailParts = {},
): TreeRow {
  const text = description === '' ? label : `${label}: ${description}`;
  return {
    id: `${jobId}/${part}`,
    jobId,
    label,
    description,
    tooltip: parts.tooltip ?? text,
    spoken: text,
    icon,
    tone: parts.tone ?? 'plain',
    contextValue: parts.contextValue ?? part,
    opens: parts.opens ?? null,
    children: parts.children ?? [],
  };
}
