import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { newPage } from '../vscodeServer/browser.mjs';
import { Dialog } from './dialog.mjs';
import { Explorer } from './explorer.mjs';
import { Menu } from './menu.mjs';
import { Notifications } from './notifications.mjs';
import { QueueView } from './queueView.mjs';
import { QuickInput } from './quickInput.mjs';
import { StatusBar } from './statusBar.mjs';

/** Time the palette takes to offer a command, in milliseconds, and how often a closed one is opened again. */
const PALETTE_MS = 10_000;
const PALETTE_TRIES = 4;

/**
 * One window of VS Code, used the way a person does: by what is seen and clicked. Every method waits until what it
 * speaks of is there, at most {@link Workbench.PATIENCE_MS}.
 */
export class Workbench {
  /** How long anything may take to appear, unless a method is given another time. */
  static PATIENCE_MS = 20_000;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    /** For what has no method here. */
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.explorer = new Explorer(page);
    this.notifications = new Notifications(page);
    this.statusBar = new StatusBar(page);
    this.dialog = new Dialog(page);
    this.queue = new QueueView(page);
  }

  /**
   * Opens a window on a folder and waits until it can be used.
   *
   * @param {import('playwright-core').Browser} browser
   * @param {import('../vscodeServer/server.mjs').VsCodeServer} server
   * @param {string} folder
   */
  static async open(browser, server, folder) {
    const page = await newPage(browser, server);
    page.setDefaultTimeout(Workbench.PATIENCE_MS);
    await page.goto(server.address(folder));
    const workbench = new Workbench(page);
    await workbench.#ready();
    return workbench;
  }

  /** Loads the window anew, as "Reload Window" does, and waits until it can be used. */
  async reload() {
    await this.page.reload();
    await this.#ready();
  }

  /**
   * Runs a command from the palette by its exact title, as shown there ("Category: Title").
   *
   * @param {string} title
   */
  async runCommand(title) {
    for (let tries = 1; ; tries++) {
      await this.page.keyboard.press('F1');
      try {
        await this.quickInput.fill(`>${title}`, { timeout: PALETTE_MS });
        await this.quickInput.pick(title, { timeout: PALETTE_MS });
        return;
      } catch (error) {
        // What gets the focus late in a window that is busy closes the palette; a person opens it again.
        const wasClosed = error instanceof Error && error.name === 'TimeoutError' && !(await this.quickInput.isOpen());
        if (tries === PALETTE_TRIES || !wasClosed) throw error;
      }
    }
  }

  /**
   * Titles the palette offers for what was typed, best first.
   *
   * @param {string} text
   */
  async offeredCommands(text) {
    await this.page.keyboard.press('F1');
    await this.quickInput.fill(`>${text}`);
    const titles = await this.quickInput.labels();
    await this.quickInput.cancel();
    return titles;
  }

  /**
   * Clicks a button in the title of the editor in front.
   *
   * @param {string} label
   */
  async clickEditorTitle(label) {
    await this.page.locator(`.editor-actions .action-label[aria-label^="${label}"]`).first().click();
  }

  /**
   * Right-clicks the tab of an editor and chooses from its context menu.
   *
   * @param {string} name
   * @param {string} item
   */
  async tabContextMenu(name, item) {
    await this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).click({ button: 'right' });
    await new Menu(this.page).choose(item);
  }

  /** Which channel the output panel shows; an empty text where it is not open. */
  async outputChannel() {
    const chosen = this.page.locator('.panel .title-actions select option:checked');
    return (await chosen.allTextContents()).join();
  }

  /**
   * Keeps a picture of the window.
   *
   * @param {string} file A path that ends in `.png`.
   */
  async screenshot(file) {
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  /** Ends the window. */
  async close() {
    await this.page.context().close();
  }

  async #ready() {
    await this.page.locator('.monaco-workbench').waitFor();
    // The explorer, or the view that the window showed when it was left.
    await this.page.locator('.explorer-folders-view, .customview-tree').first().waitFor();
    // Menus that are opened earlier lack what extensions add; this mark of VS Code says that they have been read.
    await this.page.waitForFunction(() => performance.getEntriesByName('code/didLoadExtensions').length > 0);
  }
}
