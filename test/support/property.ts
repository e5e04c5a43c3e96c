import * as fc from 'fast-check';
import { expect } from 'vitest';

/** Expects a property that needs no waiting to hold; a counterexample is in the message of the failure. */
export function holds<Values>(property: fc.IProperty<Values>, parameters?: fc.Parameters<Values>): void {
  const outcome = fc.check(property, parameters);
  expect(outcome.failed, fc.defaultReportMessage(outcome)).toBe(false);
}
