import { shownText } from './text.mjs';

/** The status bar at the bottom of the window. Items are named by the id they were made with. */
export class StatusBar {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * An item, whether it is shown or not.
   *
   * @param {string} id `publisher.name.itemId`
   */
  item(id) {
    return this.page.locator(`.statusbar-item[id="${id}"]`);
  }

  /**
   * What an item says.
   *
   * @param {string} id
   */
  async text(id) {
    return await shownText(this.item(id));
  }

  /**
   * Waits until an item says something that contains a text or matches a pattern.
   *
   * @param {string} id
   * @param {string | RegExp} text
   * @param {{ timeout?: number }} [options]
   */
  async waitFor(id, text, { timeout } = {}) {
    await this.item(id)
      .filter({ hasText: text })
      .waitFor(timeout === undefined ? {} : { timeout });
  }

  /**
   * Waits until an item is not shown any more.
   *
   * @param {string} id
   */
  async waitUntilHidden(id) {
    await this.item(id).waitFor({ state: 'hidden' });
  }

  /** @param {string} id */
  async click(id) {
    await this.item(id).click();
  }
}
