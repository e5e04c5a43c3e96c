import { type Html, html } from '../../engine/model/text/markup';
import { pageOf } from '../../engine/model/text/page';
import { formatDuration } from '../../engine/model/text/units';
import type { CheckResult, PlantedBy, SelfTestResult } from './result';

const LIGHT = '--ink:#16191f;--soft:#5a6372;--line:#dfe3e9;--good:#1a7f4b;--bad:#b3261e;--page:#fff';
const DARK = '--ink:#e8ebf0;--soft:#9aa4b2;--line:#2d333d;--good:#5fd39a;--bad:#ff8a80;--page:#101318';

// In VS Code its theme decides, whatever the system prefers.
const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
:root:has(.vscode-light,.vscode-high-contrast-light){color-scheme:light;${LIGHT}}
:root:has(.vscode-dark,.vscode-high-contrast:not(.vscode-high-contrast-light)){color-scheme:dark;${DARK}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#c9cdd3;--good:#12683b;--bad:#9b1c15;--page:#fff}}
@page{margin:15mm 14mm}
html,body{background:var(--vscode-editor-background,var(--page))}
body{margin:0 auto;max-width:960px;padding:28px 24px 56px;color:var(--vscode-editor-foreground,var(--ink));font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
h1{font-size:26px;line-height:1.2;margin:0 0 4px}h2{font-size:17px;margin:30px 0 10px}
.soft{color:var(--soft)}
.verdict{font-size:20px;font-weight:600;margin:14px 0 4px}
.good{color:var(--good)}.bad{color:var(--bad)}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{text-align:left;vertical-align:top;padding:8px 14px 8px 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}
tr{break-inside:avoid}
td:nth-child(2){font-weight:600;white-space:nowrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 22px;margin:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
code{font:12.5px/1.45 ui-monospace,Menlo,Consolas,"Liberation Mono",monospace}
.sign{display:grid;grid-template-columns:1fr 1fr;gap:40px;margin-top:56px}
.sign div{border-top:1px solid var(--ink);padding-top:4px;font-size:12.5px;color:var(--soft)}
`;

const VERDICTS: Readonly<Record<SelfTestResult['status'], string>> = {
  passed: 'PASSED: every check gave what it has to give, and every planted fault was found',
  failed: 'FAILED: do not rely on this installation until the cause is known',
  cancelled: 'CANCELLED: not every check was made, so nothing is shown',
};

const PLANTED: Readonly<Record<PlantedBy, string>> = {
  nothing: 'no fault',
  disk: 'on the disk',
  port: 'in the file system port of the engine',
};

/** The report of a self-test for the file of a laboratory: one page that needs nothing else, for screen and paper. */
export function selfTestPage(result: SelfTestResult): string {
  const { status, checks, version, bundles, surroundings, startedAt, durationMs, folder } = result;
  const passed = checks.filter((check) => check.passed).length;
  const facts = Object.entries({
    'Made at': `${startedAt} (UTC), in ${formatDuration(durationMs)}`,
    'Evidence Copy': version,
    ...surroundings,
    'Made in': folder,
  });
  const title = `Self-test of Evidence Copy ${version}, ${startedAt}`;
  const content = html`<h1>Self-test of an installation</h1>
<p class="soft">Evidence Copy ${version}, ${startedAt} (UTC)</p>
<p class="verdict ${status === 'passed' ? 'good' : 'bad'}">${VERDICTS[status]}</p>
<p>${passed} of ${checks.length} checks passed.</p>
<h2>Checks</h2>
<table><thead><tr><th>Check</th><th>Result</th><th>What has to happen</th><th>What happened</th><th>Fault planted</th></tr></thead><tbody>${checks.map(row)}</tbody></table>
<h2>What was tested</h2>
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}${Object.entries(bundles).map(([name, digest]) => html`<dt>SHA-256 of ${name}</dt><dd><code>${digest}</code></dd>`)}</dl>
<h2>How to read this</h2>
<p>All copies and audits were made by the installed engine, on the file system that holds this report, with sample evidence that was made for the test. Faults “on the disk” were made by changing finished copies. Faults “in the file system port of the engine” were made where the engine calls the operating system, because a disk that misbehaves on demand takes an administrator’s rights: the engine was told of a failed call, or other bytes than it gave were written. The test shows that these faults are found here and now. It is no proof that no other fault is possible, and says nothing about other disks.</p>
<div class="sign"><div>Checked by, date</div><div>Signature</div></div>
`;
  return pageOf({ language: 'en', title, style: STYLE }, content);
}

function row({ title, passed, expected, observed, plantedBy }: CheckResult): Html {
  const verdict = passed ? html`<td class="good">passed</td>` : html`<td class="bad">FAILED</td>`;
  return html`<tr><td>${title}</td>${verdict}<td>${expected}</td><td>${observed}</td><td>${PLANTED[plantedBy]}</td></tr>`;
}
