import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import type * as z from 'zod/mini';
import { type JobFileFault, shown } from './jobFileFault';
import type { JobDocument } from './jobFileText';

/** More faults than this are counted, not told one by one. */
const MOST_FAULTS = 100;

/** Something that is wrong at a place of the job. */
export interface JobFinding {
  /** Keys and indices from the root. */
  readonly path: JSONPath;
  readonly message: string;
  /** Whether it is about the key at this place rather than its value. */
  readonly isAboutKey?: boolean;
}

/** What a schema has found, one finding for each place, in words. */
export function schemaFindings(issues: readonly z.core.$ZodIssue[], { root }: JobDocument): JobFinding[] {
  const findings = new Map<string, JobFinding>();
  for (const issue of issues) {
    for (const finding of findingsOf(issue, root)) {
      const place = JSON.stringify(finding.path);
      if (!findings.has(place)) findings.set(place, finding);
    }
  }
  return [...findings.values()];
}

/** Findings with their positions, in the order of the file. */
export function placeFindings(findings: readonly JobFinding[], { positions, root }: JobDocument): JobFileFault[] {
  const faults = findings
    .map((finding) => positions.fault(nodeOf(root, finding), finding.path, finding.message))
    .sort((a, b) => a.offset - b.offset);
  const more = faults.length - MOST_FAULTS;
  if (more <= 0) return faults;
  return [...faults.slice(0, MOST_FAULTS), positions.fault(root, [], `${more} more faults are not listed`)];
}

function findingsOf(issue: z.core.$ZodIssue, root: Node): JobFinding[] {
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
function nodeOf(root: Node, { path, isAboutKey = false }: JobFinding): Node {
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
