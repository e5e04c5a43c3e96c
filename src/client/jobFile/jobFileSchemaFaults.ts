import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import type * as z from 'zod/mini';
import { type JobFileFault, limitedFaults, MOST_FAULTS, shown } from './jobFileFault';
import type { JobDocument } from './jobFileText';

/** Something that is wrong at a place of the job. */
interface Finding {
  /** Keys and indices from the root. */
  readonly path: JSONPath;
  readonly message: string;
  /** Whether it is about the key at this place rather than its value. */
  readonly isAboutKey?: boolean;
}

/** What a schema has found, one fault for each place, in words and in the order of the file. */
export function schemaFaults(
  issues: readonly z.core.$ZodIssue[],
  { positions, root }: JobDocument,
): readonly JobFileFault[] {
  const findings = new Map<string, Finding>();
  let more = 0;
  for (const issue of issues) {
    for (const finding of findingsOf(issue, root)) {
      const place = JSON.stringify(finding.path);
      // Finding the place of a key takes a look at those before it: not for more of them than are told.
      if (findings.size > MOST_FAULTS) more++;
      else if (!findings.has(place)) findings.set(place, finding);
    }
  }
  const faults = [...findings.values()]
    .map((finding) => positions.fault(nodeOf(root, finding), finding.path, finding.message))
    .sort((a, b) => a.offset - b.offset);
  return limitedFaults(faults, more);
}

function findingsOf(issue: z.core.$ZodIssue, root: Node): Finding[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const message = 'is no key of a job file here; check its spelling';
    return issue.keys.map((key) => ({ path: [...path, key], message, isAboutKey: true }));
  }
  const node = findNodeAtLocation(root, path);
  if (node === undefined) return [{ path, message: `is missing; ${issue.message}` }];
  const isExpectation = issue.message.startsWith('expected');
  return [{ path, message: isExpectation ? `found ${valueWords(node)}, ${issue.message}` : issue.message }];
}

/** The key or the value that a finding is about, or what is around a value that is missing. */
function nodeOf(root: Node, { path, isAboutKey = false }: Finding): Node {
  const value = findNodeAtLocation(root, path);
  if (value !== undefined) return isAboutKey ? (value.parent?.children?.[0] ?? value) : value;
  return findNodeAtLocation(root, path.slice(0, -1)) ?? root;
}

function valueWords(node: Node): string {
  const value: unknown = node.value;
  switch (node.type) {
    case 'array':
      return node.children === undefined || node.children.length === 0 ? 'an empty list' : 'a list';
    case 'object':
      return 'an object';
    case 'string':
      return `"${shown(String(value))}"`;
    default:
      return shown(String(value));
  }
}
