/**
 * A pattern for a text that is this one and nothing more, apart from white space around it.
 *
 * @param {string} text
 */
export function exactly(text) {
  return new RegExp(`^\\s*${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}\\s*$`);
}

/**
 * The text of an element as it is seen, when the element is there.
 *
 * @param {import('playwright-core').Locator} locator
 */
export async function shownText(locator) {
  // The text content would have words that are not shown.
  return (await locator.innerText()).trim();
}
