import { exactly, shownText } from './text.mjs';

/** A question in the middle of the window that must be answered first. */
export class Dialog {
  #box;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.#box = page.locator('.monaco-dialog-box');
  }

  /** Waits for a dialog and returns its message, with the detail below it. */
  async message() {
    return await shownText(this.#box.locator('.dialog-message-container'));
  }

  /** Labels of its buttons. */
  async buttons() {
    await this.#box.waitFor();
    return (await this.#buttons().allInnerTexts()).map((label) => label.trim());
  }

  /**
   * Answers with a button.
   *
   * @param {string} label
   */
  async answer(label) {
    await this.#buttons()
      .filter({ hasText: exactly(label) })
      .click();
    await this.#box.waitFor({ state: 'hidden' });
  }

  #buttons() {
    return this.#box.locator('.dialog-buttons .monaco-button');
  }
}
