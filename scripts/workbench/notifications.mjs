import { exactly, shownText } from './text.mjs';

/** The notifications that pop up in the lower right corner. */
export class Notifications {
  #toasts;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.#toasts = page.locator('.notifications-toasts .notification-list-item');
  }

  /**
   * Waits for a notification whose message contains a text or matches a pattern.
   *
   * @param {string | RegExp} message
   * @param {{ timeout?: number }} [options] `timeout` in milliseconds, for what comes at the end of long work.
   */
  async waitFor(message, { timeout } = {}) {
    const toast = this.#toasts.filter({ hasText: message }).first();
    await toast.waitFor(timeout === undefined ? {} : { timeout });
    return new Notification(toast);
  }

  /** The messages that are shown now. */
  async messages() {
    return await this.#toasts.locator('.notification-list-item-message').allInnerTexts();
  }
}

/** One notification that is shown. */
export class Notification {
  #toast;

  /** @param {import('playwright-core').Locator} toast */
  constructor(toast) {
    this.#toast = toast;
  }

  async message() {
    return await shownText(this.#toast.locator('.notification-list-item-message'));
  }

  /** What kind it is. */
  async severity() {
    const icon = (await this.#toast.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
    if (icon.includes('codicon-error')) return 'error';
    return icon.includes('codicon-warning') ? 'warning' : 'info';
  }

  /** Labels of its buttons. */
  async buttons() {
    return (await this.#buttons().allInnerTexts()).map((label) => label.trim());
  }

  /**
   * Clicks one of its buttons.
   *
   * @param {string} label
   */
  async click(label) {
    await this.#buttons()
      .filter({ hasText: exactly(label) })
      .click();
  }

  /** Closes it without an answer. */
  async dismiss() {
    await this.#toast.hover();
    await this.#toast.locator('.codicon-notifications-clear').click();
  }

  #buttons() {
    return this.#toast.locator('.notification-list-item-buttons-container .monaco-button:visible');
  }
}
