import { clickUntilGone } from './clickUntilGone.mjs';
import { exactly, shownText } from './text.mjs';

/** The box at the top of the window: palette, pick lists, input boxes, and the dialog for files and folders. */
export class QuickInput {
  #box;
  #rows;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.#box = page.locator('.quick-input-widget:visible');
    this.#rows = this.#box.locator('.monaco-list-row');
  }

  /** Waits until the box is open. */
  async opened() {
    await this.#input().waitFor();
  }

  /** Waits until the box is closed. */
  async closed() {
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Whether the box is open now. */
  async isOpen() {
    return await this.#input().isVisible();
  }

  /** The title above the box; an empty text where there is none. */
  async title() {
    await this.opened();
    return await shownText(this.#box.locator('.quick-input-title'));
  }

  /** What was said below the input: a prompt or what is wrong with the value. */
  async message() {
    await this.opened();
    return await shownText(this.#box.locator('.quick-input-message'));
  }

  /** What is in the input now. */
  async value() {
    await this.opened();
    return await this.#input().inputValue();
  }

  /**
   * Replaces what is in the input.
   *
   * @param {string} text
   * @param {{ timeout?: number }} [options] `timeout` in milliseconds.
   */
  async fill(text, { timeout } = {}) {
    await this.#input().fill(text, timeout === undefined ? {} : { timeout });
  }

  /** The labels of the rows that are shown. */
  async labels() {
    await this.#rows.first().waitFor();
    return await this.#rows.locator('.quick-input-list-label .label-name').allInnerTexts();
  }

  /**
   * Chooses the row with exactly this label.
   *
   * @param {string} label
   * @param {{ timeout?: number }} [options] `timeout` in milliseconds.
   */
  async pick(label, { timeout } = {}) {
    const name = this.page.locator('.quick-input-list-label .label-name', { hasText: exactly(label) });
    await this.#rows
      .filter({ has: name })
      .first()
      .click(timeout === undefined ? {} : { timeout });
  }

  /** Takes what is in the input, as the Enter key does. */
  async accept() {
    await this.#input().press('Enter');
  }

  /** Closes the box without an answer, as the Escape key does. */
  async cancel() {
    await this.#input().press('Escape');
    await this.closed();
  }

  /**
   * Answers the dialog that asks for a file or folder, which is this box where the files are on a server.
   *
   * @param {string} path
   * @param {string} [button] Its label, if the dialog has more than one.
   */
  async choosePath(path, button) {
    // The dialog replaces what is in the input once more, when it has read the folder it begins with.
    await this.#rows.first().waitFor();
    await this.fill(path);
    const buttons = this.#box.locator('.quick-input-action .monaco-button:visible');
    await clickUntilGone(button === undefined ? buttons.last() : buttons.filter({ hasText: exactly(button) }));
  }

  #input() {
    return this.#box.locator('.quick-input-box input');
  }
}
