import { clickUntilGone } from './clickUntilGone.mjs';
import { exactly } from './text.mjs';

/** The explorer: the tree of files in the side bar, and its context menu. */
export class Explorer {
  #rows;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.#rows = page.locator('.explorer-folders-view .monaco-list-row');
  }

  /**
   * The row of a file or folder that is shown.
   *
   * @param {string} name
   */
  row(name) {
    return this.#rows.filter({ has: this.page.locator('.label-name', { hasText: exactly(name) }) }).first();
  }

  /** Names of the rows that are shown, from top to bottom. */
  async names() {
    await this.#rows.first().waitFor();
    return await this.#rows.locator('.label-name').allInnerTexts();
  }

  /**
   * Opens a folder that is closed.
   *
   * @param {string} name
   */
  async expand(name) {
    const row = this.row(name);
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
    await row.and(this.page.locator('[aria-expanded="true"]')).waitFor();
  }

  /**
   * Selects files and folders, and nothing else.
   *
   * @param {readonly string[]} names
   */
  async select(names) {
    await this.page.locator('.explorer-folders-view .monaco-list').press('Escape');
    // A plain click would open the file, or open and close the folder; with Control it only adds to what is selected.
    for (const name of names) await this.row(name).click({ modifiers: ['Control'] });
  }

  /**
   * Right-clicks a file or folder and chooses from its context menu. Of several selected ones, right-click any.
   *
   * @param {string} name
   * @param {string} item
   */
  async contextMenu(name, item) {
    await this.row(name).click({ button: 'right' });
    await clickUntilGone(this.#menuItems().filter({ hasText: exactly(item) }));
  }

  /**
   * What the context menu of a file or folder offers.
   *
   * @param {string} name
   */
  async contextMenuItems(name) {
    await this.row(name).click({ button: 'right' });
    await this.#menuItems().first().waitFor();
    const items = await this.#menuItems().allInnerTexts();
    await this.page.keyboard.press('Escape');
    await this.#menuItems().first().waitFor({ state: 'hidden' });
    return items.map((item) => item.trim());
  }

  #menuItems() {
    return this.page.locator('.monaco-menu .action-item .action-label:not(.separator)');
  }
}
