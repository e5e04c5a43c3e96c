// npm run screenshots: the pictures of README, taken from the real VS Code, and the icon as PNG.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildExtension, packageExtension } from './extensionPackage.mjs';
import { makeSampleCase } from './sampleCase.mjs';
import { PROJECT_ROOT } from './support/paths.mjs';
import { Problem, runScript } from './support/problem.mjs';
import { say, step } from './support/say.mjs';
import { withTemporaryDirectory } from './support/temporaryDirectory.mjs';
import { launchBrowser } from './vscodeServer/browser.mjs';
import { ensureInstalled } from './vscodeServer/install.mjs';
import { withServer } from './vscodeServer/server.mjs';
import { Workbench } from './workbench/workbench.mjs';

const PICTURES = join(PROJECT_ROOT, 'docs', 'pictures');
const ICON = { source: join(PICTURES, 'icon.svg'), picture: join(PROJECT_ROOT, 'media', 'icon.png'), size: 128 };
const WINDOW = { width: 1100, height: 660 };
const PAGE = { width: 1100, height: 760 };

/** README is also read over slow lines. In bytes. */
const LIMIT = 150_000;

/** The case stands under a name that a reader knows from practice, not in a temporary folder. It is removed afterwards. */
const CASES = '/evidence';

/** What is copied, and what lies at the destination already, so that its copy fails. */
const SOURCES = ['recorder export', 'witness phone', 'receipt.txt'];
const TAKEN = 'receipt.txt';

await runScript(async () => {
  await ensureInstalled();
  await withTemporaryDirectory('evidence-copy-pictures-', async (work) => {
    const vsix = join(work, 'evidence-copy.vsix');
    await step('Building and packing the extension', async () => {
      await buildExtension();
      await packageExtension(vsix);
    });
    const browser = await launchBrowser();
    try {
      await step('Drawing the icon', () => drawIcon(browser));
      await withServer({ vsixFiles: [vsix] }, (server) => takePictures(browser, server));
    } finally {
      await browser.close();
    }
  });
  return 0;
});

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('./vscodeServer/server.mjs').VsCodeServer} server
 */
async function takePictures(browser, server) {
  if (existsSync(CASES)) throw new Problem(`${CASES} exists. The pictures need that name: move it away.`);
  try {
    const folder = join(CASES, 'corner-shop');
    const destination = makeWorkspace(folder);
    const workbench = await step('Opening VS Code', () => Workbench.open(browser, server, folder));
    await workbench.page.setViewportSize(WINDOW);
    await step('right-click.png', () => rightClick(workbench));
    await step('queue.png', () => batch(workbench, destination));
    await step('report.png', () => report(browser, destination));
  } finally {
    rmSync(CASES, { recursive: true, force: true });
  }
}

/** @param {Workbench} workbench */
async function rightClick({ explorer, page }) {
  await explorer.row('recorder export').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy with Verification…' }).hover();
  await save('right-click.png', await page.screenshot());
  await page.keyboard.press('Escape');
}

/**
 * @param {Workbench} workbench
 * @param {string} destination
 */
async function batch({ explorer, quickInput, queue, notifications, page }, destination) {
  for (const name of SOURCES) {
    await explorer.open();
    await explorer.contextMenu(name, 'Add to Batch Queue…');
    await quickInput.choosePath(`${destination}/`, 'Copy Here');
    await queue.row(name).waitFor();
  }
  await queue.clickTitle('Start Queue');
  await notifications.waitFor('BATCH NOT COMPLETE', { timeout: 120_000 });
  await queue.expand(TAKEN);
  await queue.expand('recorder export');
  await page.mouse.move(WINDOW.width / 2, WINDOW.height / 3);
  await save('queue.png', await page.screenshot());
}

/**
 * The report of the largest job, as a browser shows it.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} destination
 */
async function report(browser, destination) {
  const records = join(destination, 'evidence-records');
  const name = readdirSync(records).find((folder) => folder.includes('recorder export'));
  if (name === undefined) throw new Problem(`There is no report in ${records}.`);
  const page = await browser.newPage({ viewport: PAGE });
  await page.goto(pathToFileURL(join(records, name, 'report.html')).href);
  await save('report.png', await page.screenshot());
  await page.close();
}

/** @param {import('playwright-core').Browser} browser */
async function drawIcon(browser) {
  const { size, source, picture } = ICON;
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin:0">${readFileSync(source, 'utf8')}</body>`);
  writeFileSync(picture, await page.screenshot({ omitBackground: true }));
  await page.close();
}

/**
 * A folder to open, with evidence and a place for copies, which is returned.
 *
 * @param {string} folder
 */
function makeWorkspace(folder) {
  const destination = join(folder, 'copies');
  mkdirSync(folder, { recursive: true });
  makeSampleCase(join(folder, 'recorder export'));
  mkdirSync(join(folder, 'witness phone'));
  for (let number = 1; number <= 12; number++) {
    const name = `IMG_${String(4200 + number)}.jpg`;
    writeFileSync(join(folder, 'witness phone', name), Buffer.alloc(300_000 + number * 7919, name));
  }
  writeFileSync(join(folder, TAKEN), 'Corner Shop, 12 High Street\n');
  mkdirSync(destination);
  writeFileSync(join(destination, TAKEN), 'Another receipt\n');
  return destination;
}

/**
 * @param {string} name
 * @param {Buffer} picture
 */
async function save(name, picture) {
  const file = join(PICTURES, name);
  if (picture.length >= LIMIT) throw new Problem(`${name} has ${picture.length} bytes, more than ${LIMIT}.`);
  writeFileSync(file, picture);
  say(`  ${relative(PROJECT_ROOT, file)}, ${Math.ceil(statSync(file).size / 1000)} kB`);
}
