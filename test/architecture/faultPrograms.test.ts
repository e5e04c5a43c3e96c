import { expect, test } from 'vitest';
import { FAULT_PROGRAMS } from '../../scripts/faultPrograms.mjs';
import { readText } from '../support/sources';

test('every program that fault tests ask for is installed by npm test', () => {
  const probes = readText('test/support/faults/capabilities.ts');
  const asked = [...probes.matchAll(/command -v ([\w.-]+)/g)].map(([, program]) => program);
  expect(asked.length).toBeGreaterThan(5);
  expect(Object.keys(FAULT_PROGRAMS)).toEqual(expect.arrayContaining(asked));
});
