import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REPOSITORY, readText } from '../support/sources';

const scripts: Readonly<Record<string, string>> = JSON.parse(readText('package.json')).scripts;

describe.each(globSync('.github/workflows/*.yml', { cwd: REPOSITORY }).sort())('%s', (path) => {
  const text = readText(path);

  test('pins every action by its commit, and names the release', () => {
    const used = [...text.matchAll(/\buses: (.*)$/gm)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(1);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('may read and nothing else, unless a job says so', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
    expect(text.match(/persist-credentials: false/g)).toHaveLength(text.match(/actions\/checkout@/g)?.length ?? 0);
  });

  test('calls scripts that exist', () => {
    const called = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
