/** Time something gets to close after a click on it. */
const CLOSING_MS = 500;

/** After so many clicks a person would give up too. */
const CLICKS = 20;

/**
 * Clicks an element until it is gone with what it belongs to. One click is not always taken: a menu ignores the mouse
 * in its first tenth of a second, and the dialog for files ignores its button while it looks at a path. Neither shows
 * it; a person would click again, too.
 *
 * @param {import('playwright-core').Locator} locator
 * @param {{ timeout?: number }} [options] `timeout` of the first click, in milliseconds.
 */
export async function clickUntilGone(locator, options = {}) {
  await locator.click(options);
  for (let clicks = 1; !(await disappears(locator)); clicks++) {
    if (clicks === CLICKS) throw new Error(`It was clicked ${CLICKS} times and is still there: ${locator}`);
    // It may go just now; then there is nothing left to click.
    await locator.click({ timeout: CLOSING_MS }).catch(() => {});
  }
}

/** @param {import('playwright-core').Locator} locator */
async function disappears(locator) {
  try {
    await locator.waitFor({ state: 'hidden', timeout: CLOSING_MS });
    return true;
  } catch {
    // Still there, which is what was asked.
    return false;
  }
}
