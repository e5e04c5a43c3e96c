import { Menu } from './menu.mjs';
import { exactly, shownText } from './text.mjs';

/** The tree of the batch queue in the side bar. */
export class QueueView {
  #icon;
  #pane;
  #rows;
  #menu;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.#menu = new Menu(page);
    this.#icon = page.locator('.activitybar .action-item a[aria-label^="Evidence Copy"]');
    this.#pane = page.locator('.pane', { has: page.locator('.pane-header[aria-label^="Batch Queue"]') });
    this.#rows = this.#pane.locator('.monaco-list-row');
  }

  /** Brings it to front by its icon in the activity bar, which would hide it where it is in front already. */
  async open() {
    if (await this.#pane.isVisible()) return;
    await this.#icon.click();
    await this.#pane.waitFor();
  }

  /**
   * The row whose label is exactly this one.
   *
   * @param {string} label
   */
  row(label) {
    return this.#rows.filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) }).first();
  }

  /** Label and description of every row that is shown, from top to bottom. */
  async rows() {
    const rows = [];
    for (const row of await this.#rows.all()) {
      const parts = await row.locator('.label-name, .label-description').allInnerTexts();
      rows.push(parts.map((part) => part.trim()).join(' '));
    }
    return rows;
  }

  /**
   * Opens a row that is closed.
   *
   * @param {string} label
   */
  async expand(label) {
    const row = this.row(label);
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
    await row.and(this.page.locator('[aria-expanded="true"]')).waitFor();
  }

  /** What is said above the rows; an empty text where that is nothing. */
  async message() {
    const message = this.#pane.locator('.message');
    return (await message.isVisible()) ? await shownText(message) : '';
  }

  /** What is said where there are no rows. */
  async welcome() {
    return await shownText(this.#pane.locator('.welcome-view-content'));
  }

  /**
   * Clicks a button in the title of the view.
   *
   * @param {string} label
   */
  async clickTitle(label) {
    await this.#pane.hover();
    await this.page
      .locator('.composite.title, .pane-header')
      .locator(`.action-label[aria-label^="${label}"]`)
      .first()
      .click();
    // Another button may be there now: what is said about it would cover the row below.
    await this.page.mouse.move(0, 0);
  }

  /**
   * Chooses from the menu behind the three dots in the title of the view.
   *
   * @param {string} item
   */
  async titleMenu(item) {
    await this.#pane.hover();
    await this.page.locator('.sidebar .composite.title .action-label[aria-label^="Views and More Actions"]').click();
    await this.#menu.choose(item);
  }

  /**
   * What the context menu of a row offers.
   *
   * @param {string} label
   */
  async contextMenuItems(label) {
    await this.row(label).click({ button: 'right' });
    const labels = await this.#menu.labels();
    await this.#menu.close();
    return labels;
  }

  /**
   * Right-clicks a row and chooses from its context menu.
   *
   * @param {string} label
   * @param {string} item
   */
  async contextMenu(label, item) {
    await this.row(label).click({ button: 'right' });
    await this.#menu.choose(item);
  }

  /**
   * Drags a row onto another.
   *
   * @param {string} label
   * @param {string} onto
   */
  async drag(label, onto) {
    await this.row(label).dragTo(this.row(onto));
  }

  /**
   * Drags something here, over the icon in the activity bar, which brings this view to front.
   *
   * @param {import('playwright-core').Locator} dragged
   */
  async drop(dragged) {
    const { mouse } = this.page;
    await dragged.hover();
    await mouse.down();
    await this.#icon.hover();
    // It takes a second movement to be a drag.
    await this.#icon.hover({ position: { x: 9, y: 9 } });
    await this.#pane.waitFor();
    await this.#pane.hover();
    await this.#pane.hover({ position: { x: 99, y: 299 } });
    await mouse.up();
  }

  /** The number on the icon in the activity bar; an empty text where there is none. */
  async badge() {
    const item = this.page.locator('.activitybar .action-item', { has: this.#icon });
    return await shownText(item.locator('.badge-content'));
  }
}
