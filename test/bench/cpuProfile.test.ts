import { expect, test } from 'vitest';
import { threadTimeOf } from '../../bench/measure/cpuProfile.mts';

const frame = (functionName: string, url = '', lineNumber = -1) => ({ functionName, url, lineNumber });

test('the time of a thread is summed up by function, the longest first', () => {
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(root)'), children: [2, 3] },
      { id: 2, callFrame: frame('copy', 'file:///somewhere/dist/worker.js', 11), children: [4] },
      { id: 3, callFrame: frame('', 'node:fs', 7) },
      { id: 4, callFrame: frame('copy', 'file:///somewhere/dist/worker.js', 11) },
    ],
    samples: [2, 3, 4, 1],
    timeDeltas: [1000, 4000, 2500, 500],
  };
  expect(threadTimeOf(JSON.stringify(profile))).toEqual({
    thread: 'worker.js',
    ms: 8,
    functions: [
      { name: 'a function without a name (Node)', ms: 4 },
      { name: 'copy (worker.js:12)', ms: 3.5 },
      { name: '(root)', ms: 0.5 },
    ],
  });
});

test('what is no profile is refused', () => {
  expect(() => threadTimeOf('{"nodes":[]}')).toThrow();
});
