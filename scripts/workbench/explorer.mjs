import { Menu } from './menu.mjs';
import { exactly } from './text.mjs';

/** Time an item of an open menu takes to be clicked, in milliseconds, and how often a closed menu is opened again. */
const MENU_MS = 3000;
const MENU_TRIES = 4;

/** The explorer: the tree of files in the side bar, and its context menu. */
export class Explorer {
  #rows;
  #menu;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.#menu = new Menu(page);
    this.#rows = page.locator('.explorer-folders-view .monaco-list-row');
  }

  /** Brings it to front by its icon in the activity bar, which would hide it where it is in front already. */
  async open() {
    if (await this.page.locator('.explorer-folders-view').isVisible()) return;
    await this.page.locator('.activitybar .action-item a[aria-label^="Explorer"]').click();
    await this.page.locator('.explorer-folders-view').waitFor();
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
    for (const name of names) {
      await this.row(name).click({ modifiers: ['Control'] });
      await this.row(name).and(this.page.locator('.selected')).waitFor();
    }
  }

  /**
   * Right-clicks a file or folder and chooses from its context menu. Of several selected ones, right-click any.
   *
   * @param {string} name
   * @param {string} item
   */
  async contextMenu(name, item) {
    for (let tries = 1; ; tries++) {
      await this.#openMenu(name);
      try {
        await this.#menu.choose(item, { timeout: MENU_MS });
        return;
      } catch (error) {
        // A window that is still being laid out closes a menu before it could be clicked; a person opens it again.
        const wasClosed = error instanceof Error && error.name === 'TimeoutError' && !(await this.#menu.isOpen());
        if (tries === MENU_TRIES || !wasClosed) throw error;
      }
    }
  }

  /**
   * What the context menu of a file or folder offers.
   *
   * @param {string} name
   */
  async contextMenuItems(name) {
    await this.#openMenu(name);
    const labels = await this.#menu.labels();
    await this.#menu.close();
    return labels;
  }

  /**
   * Right-clicks a row and makes sure that the menu is that row's: where files come or go at the same moment, the tree
   * may put another row under the mouse.
   *
   * @param {string} name
   */
  async #openMenu(name) {
    for (;;) {
      await this.row(name).click({ button: 'right' });
      await this.#menu.opened();
      if (await this.row(name).and(this.page.locator('.focused')).isVisible()) return;
      await this.#menu.close();
    }
  }
}
