import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, makeTree, type TreeLiteral } from '../support/tree';

const CHROMIUM = spawnSync('chromium', ['--version']).status === 0;
if (!CHROMIUM && process.env['REQUIRE_FAULTS'] === '1') throw new Error('chromium is not installed');

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '=1+1',
  'a\nb',
  '\u202etxt.exe',
  '\u001b[31m',
  '&lt;',
];

async function reportOf(names: readonly string[], label: string) {
  const root = scratchFolder();
  const tree: TreeLiteral = Object.fromEntries(names.map((name) => [name, 'x']));
  makeTree(root, { source: { ...tree, fifo: fifo(), bad: 'y' } });
  const fs = hookedFileSystem(failing('EIO', ({ kind, path }) => kind === 'file.read' && path.endsWith('source/bad')));
  const caseData = { caseNumber: label, notes: `${label}\n${label}` };
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out'), { label, caseData }), {
    fs,
  });
  return join(summary.recordsDir ?? '', 'report.html');
}

/** Every element of the page as Chromium understood it, by name and in order; rows in the order of the file system are alike. */
function elements(path: string): string[] {
  const { stdout } = spawnSync(
    'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--virtual-time-budget=1000',
      '--dump-dom',
      `file://${encodeURI(path)}`,
    ],
    { encoding: 'utf8' },
  );
  expect(stdout).toContain('</html>');
  const body = stdout.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '<$1>');
  return [...body.matchAll(/<([a-z][a-z0-9]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>/g)].map(
    ([, name, attributes = '']) =>
      `${name} ${[...attributes.matchAll(/([\w-]+)=/g)].map(([, each]) => each).join(' ')}`,
  );
}

test.skipIf(!CHROMIUM)(
  'R6: names and labels made of markup add no element and no attribute to the report (needs chromium)',
  async () => {
    const plain = elements(
      await reportOf(
        HOSTILE.map((_, index) => (index === 3 ? 'line\nfeed' : `name ${index}`)),
        'plain',
      ),
    );
    const hostile = elements(await reportOf(HOSTILE, '<script>alert(1)</script>'));
    expect(hostile.toSorted()).toEqual(plain.toSorted());
  },
);

test('R6: control characters and direction marks are shown as visible escapes', async () => {
  const page = readFileSync(await reportOf(HOSTILE, 'label'), 'utf8');
  expect(page).toContain('source/a\\x0Ab');
  expect(page).toContain('source/\\u{202E}txt.exe');
  expect(page).toContain('source/\\x1B[31m');
  expect(page).toContain('source/&lt;img src=x onerror=alert(1)&gt;');
  for (const hidden of ['\u202e', '\u001b']) expect(page).not.toContain(hidden);
});

test('R1: failures come first, then who signs for it; what has no copy is listed', async () => {
  const page = readFileSync(await reportOf(['a'], 'label'), 'utf8');
  expect(page).toContain('FAILED ITEMS: 1 of 4');
  const order = ['class="verdict bad"', 'id="failures"', 'id="custody"', 'id="case"', 'id="proof"', 'id="files"'];
  expect(order.map((part) => page.indexOf(part))).toEqual(
    order.map((part) => page.indexOf(part)).toSorted((a, b) => a - b),
  );
  expect(page).toMatch(/<tr><td>source\/fifo<td>fifo/);
  expect(page).toContain("default-src 'none'");
});

test('R1: the page is whole, and its working files are gone', async () => {
  const path = await reportOf(['a'], 'label');
  expect(readFileSync(path, 'utf8').trimEnd()).toMatch(/<\/html>$/);
  expect(readdirSync(dirname(path)).filter((name) => name.includes('.part'))).toEqual([]);
});

test('R3: the source statement says what differed, and does not claim that content was compared', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x', b: 'y' } });
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), {
    onPhase: (phase) => phase === 'publishing' && utimesSync(join(root, 'source', 'a'), 1, 1),
  });
  expect(summary.sourceStatement).toMatchObject({
    items: 3,
    differed: 1,
    notSeen: 0,
    differences: [{ path: 'source/a' }],
  });
  const page = readFileSync(join(summary.recordsDir ?? '', 'report.html'), 'utf8');
  expect(page).toContain('Metadata of 1 of 3 items differed before and after; content was not compared again.');
});
