const LIGHT = `--page:#f4f5f7;--card:#fff;--ink:#16191f;--soft:#5a6372;--line:#dfe3e9;--faint:#f0f2f5;
--good:#1a7f4b;--good-soft:#e7f5ed;--fair:#9a6200;--fair-soft:#fdf3dd;--bad:#b3261e;--bad-soft:#fdecea;--accent:#2457c5;--area:#2457c526`;
const DARK = `--page:#101318;--card:#191d24;--ink:#e8ebf0;--soft:#9aa4b2;--line:#2d333d;--faint:#20252d;
--good:#5fd39a;--good-soft:#12301f;--fair:#f0b858;--fair-soft:#33270d;--bad:#ff8a80;--bad-soft:#3a1715;--accent:#85aaff;--area:#85aaff33`;

/** How the report looks: on a screen and in VS Code, in the dark, and on paper of any size. */
export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
:root:has(.vscode-light,.vscode-high-contrast-light){color-scheme:light;${LIGHT}}
:root:has(.vscode-dark,.vscode-high-contrast:not(.vscode-high-contrast-light)){color-scheme:dark;${DARK}}
*{box-sizing:border-box}
html{background:var(--page)}
body{margin:0 auto;max-width:1080px;padding:28px 24px 64px;background:var(--page);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header{display:flex;justify-content:space-between;gap:24px;align-items:flex-end;margin-bottom:16px}
header p{margin:0;color:var(--soft);font-size:13px}
header .right{text-align:right;white-space:nowrap}
.kind{letter-spacing:.08em;text-transform:uppercase;font-size:11.5px!important;font-weight:600}
h1{margin:2px 0 0;font-size:27px;line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{margin:0 0 14px;font-size:17px;letter-spacing:-.005em}
h3{margin:20px 0 6px;font-size:14px}
p{margin:0 0 10px}
section,.verdict{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:22px 26px;margin:0 0 16px}
section>:last-child{margin-bottom:0}
.verdict{padding:0;overflow:hidden}
.banner{display:flex;align-items:center;gap:18px;padding:20px 26px}
.banner svg{flex:none;width:44px;height:44px}
.banner strong{display:block;font-size:23px;line-height:1.25}
.banner span{color:var(--soft)}
.good .banner{background:var(--good-soft)}.good .banner strong{color:var(--good)}
.fair .banner{background:var(--fair-soft)}.fair .banner strong{color:var(--fair)}
.bad .banner{background:var(--bad-soft)}.bad .banner strong{color:var(--bad)}
.good .banner svg{color:var(--good)}.fair .banner svg{color:var(--fair)}.bad .banner svg{color:var(--bad)}
.answers{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;background:var(--line);border-top:1px solid var(--line)}
.answers div{background:var(--card);padding:16px 20px}
.answers h2{font-size:12px;font-weight:600;color:var(--soft);margin:0 0 4px}
.answers p{margin:0;font-size:13.5px;overflow-wrap:anywhere}
.answers p:first-of-type{font-size:17px;font-weight:600;line-height:1.3;margin-bottom:4px}
.alarm{color:var(--bad)}
.facts{display:grid;grid-template-columns:repeat(2,1fr);gap:0 40px;margin:0 0 12px}
.facts div{display:grid;grid-template-columns:9.5em 1fr;gap:12px;padding:6px 0;border-top:1px solid var(--line);min-width:0}
.facts dt{color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
code{color:inherit;background:none;padding:0;font:12.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere;unicode-bidi:isolate}
pre{margin:8px 0 14px;padding:12px 14px;background:var(--faint);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
ul{margin:0 0 10px;padding-left:1.2em}
li{margin:3px 0;overflow-wrap:anywhere}
.soft{color:var(--soft)}
.note{border-left:3px solid var(--fair);padding:2px 0 2px 12px}
table{border-collapse:collapse;width:100%;table-layout:fixed;font-size:13px}
th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1px solid var(--line);padding:6px 12px 6px 0;vertical-align:bottom}
td{border-bottom:1px solid var(--line);padding:6px 12px 6px 0;vertical-align:top;overflow-wrap:anywhere;unicode-bidi:isolate}
td:last-child,th:last-child{padding-right:0}
tr{break-inside:avoid}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.path{width:32%}.size{width:12%}.result{width:13%}
.seventh{width:14%}
.block{content-visibility:auto;contain-intrinsic-size:auto 7600px}
.block:last-of-type{content-visibility:visible}
.block~.block thead{visibility:collapse}
td code{display:block;font-size:11.5px;color:var(--soft)}
td.number,th.number{padding-right:20px}
tr.failed td:nth-child(3){color:var(--bad);font-weight:600}
.search{display:flex;gap:14px;align-items:center;margin-bottom:12px}
.search[hidden]{display:none}
.search input{flex:1;font:inherit;color:inherit;background:var(--faint);border:1px solid var(--line);border-radius:8px;padding:7px 12px}
.search output{color:var(--soft);font-size:13px;min-width:9em;text-align:right}
figure{margin:0}
figure svg{display:block;width:100%;height:auto}
figcaption{color:var(--soft);font-size:13px;margin-top:6px}
.grid{stroke:var(--line)}.band{fill:var(--faint)}.label{fill:var(--soft);font-size:11.5px}
.speed{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-linejoin:round}.area{fill:var(--area)}
.sign{display:grid;grid-template-columns:repeat(2,1fr);gap:18px 40px;margin-top:18px}
.sign div{border-bottom:1px solid var(--ink);height:40px;position:relative}
.sign div span{position:absolute;bottom:-20px;left:0;font-size:11.5px;color:var(--soft)}
.sign{padding-bottom:22px}
footer{color:var(--soft);font-size:12.5px;padding:4px 2px}
@media (max-width:820px){.answers{grid-template-columns:repeat(2,1fr)}.facts{grid-template-columns:1fr}}
@media print{
@page{margin:15mm 14mm 17mm;@bottom-left{content:"Evidence Copy report";font:8pt sans-serif;color:#666}@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt sans-serif;color:#666}}
:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#c9cdd3;--faint:#f3f4f6;--good:#12683b;--good-soft:#eef7f1;
--fair:#7a4d00;--fair-soft:#fcf5e6;--bad:#9b1c15;--bad-soft:#fdf0ee;--accent:#1d4bb0;--area:#1d4bb01f}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{max-width:none;padding:0;font-size:9.5pt}
h1{font-size:18pt}h2{font-size:12pt;break-after:avoid}h3{break-after:avoid}
section{border:0;border-top:1px solid var(--line);border-radius:0;padding:10pt 0 10pt;margin:0}
.verdict{margin-bottom:10pt;border-radius:6pt;break-inside:avoid}
.banner{padding:11pt 14pt}.banner strong{font-size:15pt}
.answers{grid-template-columns:repeat(4,1fr)}.answers div{padding:9pt 11pt}.answers p{font-size:8.5pt}.answers p:first-of-type{font-size:11pt}
.facts{grid-template-columns:repeat(2,1fr)}
.facts div{padding:3pt 0;break-inside:avoid;grid-template-columns:8em 1fr}
table,code,pre{font-size:8pt}td code{font-size:6.5pt}
td.number,th.number{padding-right:12pt}
td,th{padding:3pt 8pt 3pt 0}
.block{content-visibility:visible}.block~.block thead{visibility:visible}
figure,.sign,pre{break-inside:avoid}
.search{display:none}
}
`;
