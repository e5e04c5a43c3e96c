import * as z from 'zod/mini';

/** What V8 writes with `--cpu-prof`: a tree of calls, and which of them ran at each look. Times in microseconds. */
const CpuProfileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.int() }),
      children: z.optional(z.array(z.int())),
    }),
  ),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
});

/** One function, or one thing that V8 and Node do by themselves. */
export interface FunctionTime {
  /** With the name and line of its bundle, where it is ours. */
  readonly name: string;
  readonly ms: number;
}

/** Where a thread spent its time. */
export interface ThreadTime {
  /** The bundle that the thread ran. */
  readonly thread: string;
  readonly ms: number;
  /** In functions themselves, without what they called; the longest first. */
  readonly functions: readonly FunctionTime[];
}

/** Sums up one profile. Throws where it is none. */
export function threadTimeOf(text: string): ThreadTime {
  const { nodes, samples, timeDeltas } = CpuProfileSchema.parse(JSON.parse(text));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  const functions = [...spent].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms);
  const urls = nodes.map(({ callFrame }) => callFrame.url);
  const thread = ['worker.js', 'lane.js', 'cliMain.js'].find((bundle) => urls.some((url) => url.endsWith(bundle)));
  return { thread: thread ?? 'another', ms: functions.reduce((sum, { ms }) => sum + ms, 0), functions };
}

function nameOf({ functionName, url, lineNumber }: { functionName: string; url: string; lineNumber: number }): string {
  const name = functionName || 'a function without a name';
  if (url === '') return name;
  return url.startsWith('node:')
    ? `${name} (Node)`
    : `${name} (${url.slice(url.lastIndexOf('/') + 1)}:${lineNumber + 1})`;
}
