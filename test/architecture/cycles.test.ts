import { describe, expect, test } from 'vitest';
import { importsOf, type Source, sources } from '../support/sources';

/** Files by name, each with those whose code or types it needs. */
type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf(files: readonly Source[]): Graph {
  return new Map(
    files.map((source) => [
      source.path.replace(/^src\/|\.ts$/g, ''),
      importsOf(source)
        .filter(({ kind }) => kind === 'own')
        .map(({ of }) => of),
    ]),
  );
}

/** The same for what a name stands for, such as its folder; what lies in one and the same needs nothing of itself. */
function grouped(graph: Graph, groupOf: (name: string) => string | undefined): Graph {
  const groups = new Map<string, string[]>();
  for (const [name, needed] of graph) {
    const group = groupOf(name);
    if (group === undefined) continue;
    const others = needed.map(groupOf).filter((other) => other !== undefined);
    groups.set(group, [...(groups.get(group) ?? []), ...others.filter((other) => other !== group)]);
  }
  return groups;
}

/** The first way that leads from a name back to it; undefined where there is none. */
function cycleIn(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  const follow = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const cycle = follow(next, [...way, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = follow(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** What stands for a file among those that lie directly in the folder `above`: itself, or the folder it is in there. */
function directlyIn(above: string): (name: string) => string | undefined {
  return (name) => {
    if (!name.startsWith(above)) return undefined;
    const end = name.indexOf('/', above.length);
    return end < 0 ? name : name.slice(0, end);
  };
}

/** The folders that hold a file at any depth, each with a slash at its end; the first is empty and holds all of them. */
function foldersAbove(name: string): string[] {
  return [...`/${name}`.matchAll(/\//g)].map(({ index }) => name.slice(0, index));
}

const graph = graphOf(sources());
const folders = new Set([...graph.keys()].flatMap(foldersAbove));

describe('nothing is imported in a circle, not even for its type', () => {
  test('no file by another', () => {
    expect(cycleIn(graph)).toBeUndefined();
  });

  test.each([...folders])('no file or folder in src/%s by another one there', (above) => {
    const items = grouped(graph, directlyIn(above));
    expect(items.size).toBeGreaterThan(0);
    expect(cycleIn(items)).toBeUndefined();
  });

  test('which this test would find', () => {
    const files = [
      { path: 'src/a/one.ts', text: "import { two } from '../b/two';" },
      { path: 'src/b/two.ts', text: "import { three } from './three';" },
      { path: 'src/b/three.ts', text: "import type { One } from '../a/one';" },
    ];
    expect(cycleIn(graphOf(files))).toEqual(['a/one', 'b/two', 'b/three', 'a/one']);
    expect(cycleIn(grouped(graphOf(files), directlyIn('')))).toEqual(['a', 'b', 'a']);
    expect(cycleIn(graphOf(files.slice(0, 2)))).toBeUndefined();
  });
});
