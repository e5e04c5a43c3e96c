/** How often the engine looks at what its lanes have done while it has nothing else to do. */
const TICK_MS = 100;

/** Waits for the answer of a lane, with a `tick` now and then and at the end of it. A tick throws nothing. */
export async function whileTicking<T>(tick: () => void, answer: Promise<T>): Promise<T> {
  const ticking = setInterval(tick, TICK_MS);
  try {
    const answered = await answer;
    tick();
    return answered;
  } finally {
    clearInterval(ticking);
  }
}
