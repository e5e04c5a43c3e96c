import { appendFileSync } from 'node:fs';

// Faults at random are endless. `npm test` tries a few of them, `npm run soak` many more with the very same tests.

/** How many are tried: `few`, or what `FAULT_ROUNDS` says. */
export function rounds(few: number): number {
  return Number(process.env['FAULT_ROUNDS'] ?? few);
}

/** Where the chances come from: what fails can be had again with the same `FAULT_SEED`. */
export function chosenSeed(): number {
  return Number(process.env['FAULT_SEED'] ?? 20261121);
}

/** Tells `npm run soak` what was done: one line of JSON in the file `FAULT_FIGURES`. */
export function tellFigures(figures: Readonly<Record<string, number>>): void {
  const file = process.env['FAULT_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figures)}\n`);
}
