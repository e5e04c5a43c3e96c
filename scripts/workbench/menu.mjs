import { clickUntilGone } from './clickUntilGone.mjs';
import { exactly } from './text.mjs';

/** The menu that is open: by a right-click, or by a button that opens one. */
export class Menu {
  #page;
  #items;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.#page = page;
    this.#items = page.locator('.monaco-menu .action-item .action-label:not(.separator)');
  }

  /** Waits until one is open. */
  async opened() {
    await this.#items.first().waitFor();
  }

  /** Whether one is open now. */
  async isOpen() {
    return await this.#items.first().isVisible();
  }

  /** What it offers, from top to bottom. */
  async labels() {
    await this.opened();
    return (await this.#items.allInnerTexts()).map((label) => label.trim());
  }

  /**
   * Chooses the item with exactly this label; the menu closes.
   *
   * @param {string} label
   * @param {{ timeout?: number }} [options] `timeout` of the click, in milliseconds.
   */
  async choose(label, options) {
    await clickUntilGone(this.#items.filter({ hasText: exactly(label) }), options);
  }

  /** Closes it without a choice. */
  async close() {
    await this.#page.keyboard.press('Escape');
    await this.#items.first().waitFor({ state: 'hidden' });
  }
}
