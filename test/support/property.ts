import * as fc from 'fast-check';

/** Tries a property that needs no waiting; throws a counterexample. `fc.assert` alone might return a promise. */
export function holds<Values>(property: fc.IProperty<Values>, parameters?: fc.Parameters<Values>): void {
  void fc.assert(property, parameters);
}
