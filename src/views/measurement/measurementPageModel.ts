import { type Html, html } from '../../engine/model/text/markup';
import { pageOf } from '../../engine/model/text/page';
import type { Translate } from '../../engine/model/text/translate';
import { barChart } from './barChartModel';
import type { MeasuredRow, MeasurementReport } from './measurementModel';

/** In a window of VS Code its colours, elsewhere light or dark ones as the person's system has them. */
const STYLE = `
:root{color-scheme:light dark;--page:#fff;--ink:#1b1f24;--soft:#59636e;--line:#d9dee4;--first:#8a94a3;--second:#2457c5;--third:#b9c2cf}
@media (prefers-color-scheme:dark){:root{--page:#16191e;--ink:#e6e9ee;--soft:#9aa4b2;--line:#303740;--first:#7d8795;--second:#7ea6ff;--third:#4c5562}}
body{--quiet:var(--vscode-descriptionForeground,var(--soft));--edge:var(--vscode-widget-border,var(--line));--bar:var(--vscode-charts-blue,var(--second))}
*{box-sizing:border-box}
html,body{background:var(--vscode-editor-background,var(--page));color:var(--vscode-editor-foreground,var(--ink))}
body{margin:0 auto;max-width:860px;padding:32px 28px 56px;font:14px/1.55 var(--vscode-font-family,system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif)}
h1{margin:0 0 10px;font-size:24px;line-height:1.25;font-weight:600}
h2{margin:34px 0 10px;font-size:15px;font-weight:600}
.verdict{margin:0 0 26px;font-size:17px;line-height:1.5;max-width:44em}
figure{margin:0;padding:22px 20px 14px;border:1px solid var(--edge);border-radius:10px}
figure svg{display:block;width:100%;height:auto}
figcaption{margin-top:12px;color:var(--quiet);font-size:12.5px}
.name{fill:currentColor;font-size:14px}.time{fill:currentColor;font-size:14px;font-weight:600;font-variant-numeric:tabular-nums}
.axis{stroke:var(--edge)}
.bar0{fill:var(--first)}.bar1{fill:var(--bar)}.bar2{fill:var(--third)}
.run{fill:#fff;stroke:#1b1f24;stroke-width:1.2}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:9px 14px 9px 0;border-bottom:1px solid var(--edge)}
th{font-weight:600;color:var(--quiet);font-size:12.5px}
td.number,th.number{text-align:right;white-space:nowrap}
td:last-child,th:last-child{padding-right:0}
td small{display:block;color:var(--quiet);font-size:12.5px}td.number small{white-space:normal}
th:first-child{width:36%}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 22px;margin:0}
dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
ul{margin:0;padding-left:1.2em}li{margin:5px 0}
@media print{body{max-width:none;padding:0}figure,table{break-inside:avoid}}
`;

/** The report of a measurement as one page that needs nothing else; `language` is that of its text. */
export function measurementPage(report: MeasurementReport, language: string, t: Translate): string {
  const { title, verdict, facts, rows, notes } = report;
  const content = html`<h1>${title}</h1>
<p class="verdict">${verdict}</p>
<figure>${barChart(rows, t('Time of each method'), t)}<figcaption>${t('Time from request to end, less is better. Each dot is one run, the bar ends at the median.')}</figcaption></figure>
<h2>${t('Figures')}</h2>
<div class="wide"><table><thead><tr><th>${t('Method')}</th><th class="number">${t('Time')}</th><th class="number">${t('Rate')}</th><th class="number">${t('Source read')}</th><th class="number">${t('Copy read')}</th><th class="number">${t('Reads saved')}</th></tr></thead><tbody>${rows.map(tableRow)}</tbody></table></div>
<h2>${t('How it was measured')}</h2>
<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>
<h2>${t('Where')}</h2>
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
`;
  return pageOf({ language, title, style: STYLE }, content);
}

function tableRow(row: MeasuredRow): Html {
  return html`<tr><td>${row.name}<small>${row.explanation}</small></td><td class="number">${row.time}<small>${row.runs}</small></td><td class="number">${row.rate}</td><td class="number">${row.sourceReads}</td><td class="number">${row.destinationReads}</td><td class="number">${row.readsSaved}</td></tr>`;
}
