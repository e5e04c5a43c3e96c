import { describe, expect, test } from 'vitest';
import { importsOf, type Source, sources } from '../support/sources';

/** Files by name, each with those whose code it needs. */
type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf(files: readonly Source[]): Graph {
  return new Map(
    files.map((source) => [
      source.path.replace(/^src\/|\.ts$/g, ''),
      importsOf(source)
        .filter(({ kind, isErased }) => kind === 'own' && !isErased)
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
    const others = needed.map(groupOf).filter((other) => other !== undefined && other !== group);
    groups.set(group, [...(groups.get(group) ?? []), ...others.filter((other) => other !== undefined)]);
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

/** The folder of a file that lies in one of those below `above`; what lies beside them stands for itself. */
function folderBelow(above: string): (name: string) => string | undefined {
  return (name) => {
    if (!name.startsWith(`${above}/`)) return undefined;
    const folder = name.slice(0, name.lastIndexOf('/'));
    return folder === above ? name : folder;
  };
}

const graph = graphOf(sources());

describe('nothing is imported in a circle', () => {
  test('no file by another', () => {
    expect(cycleIn(graph)).toBeUndefined();
  });

  test.each(['engine/model', 'client', 'cli', 'commands', 'views'])('no folder below src/%s by another', (above) => {
    const folders = grouped(graph, folderBelow(above));
    expect(folders.size).toBeGreaterThan(2);
    expect(cycleIn(folders)).toBeUndefined();
  });

  test('which this test would find', () => {
    const files = [
      { path: 'src/a/one.ts', text: "import { two } from '../b/two';" },
      { path: 'src/b/two.ts', text: "import { three } from './three';" },
      { path: 'src/b/three.ts', text: "import type { Two } from './two';\nimport { one } from '../a/one';" },
    ];
    expect(cycleIn(graphOf(files))).toEqual(['a/one', 'b/two', 'b/three', 'a/one']);
    expect(cycleIn(grouped(graphOf(files), (name) => name.split('/')[0]))).toEqual(['a', 'b', 'a']);
    expect(cycleIn(graphOf(files.slice(0, 2)))).toBeUndefined();
  });
});
