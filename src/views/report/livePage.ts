import { type Html, html } from '../../engine/model/text/markup';
import { pageOf } from '../../engine/model/text/page';

const STYLE = `
body{margin:0 auto;max-width:820px;padding:28px 24px 48px;color:var(--vscode-editor-foreground);background:var(--vscode-editor-background);font:14px/1.5 var(--vscode-font-family)}
h1{margin:0 0 4px;font-size:24px;line-height:1.25;font-weight:600;overflow-wrap:anywhere}
.activity{margin:0 0 12px;font-size:17px;font-variant-numeric:tabular-nums}
.bad{color:var(--vscode-errorForeground)}
svg{display:block;width:100%;height:auto}
svg text{fill:var(--vscode-descriptionForeground);font-size:12px}
.progress{height:6px}.whole{fill:var(--vscode-widget-border,#8884)}.done{fill:var(--vscode-progressBar-background)}
.vscode-high-contrast .whole{fill:none;stroke:var(--vscode-contrastBorder);stroke-width:2;vector-effect:non-scaling-stroke}
ol{display:flex;flex-wrap:wrap;gap:4px 22px;margin:14px 0 24px;padding:0;list-style:none;color:var(--vscode-descriptionForeground)}
.past::before{content:"✓ "}.now{color:var(--vscode-editor-foreground);font-weight:600}.now::before{content:"▸ "}
figure{margin:0 0 24px}
.grid{stroke:var(--vscode-widget-border,#8884)}
.area{fill:var(--vscode-charts-blue);opacity:.15}.speed{fill:none;stroke:var(--vscode-charts-blue);stroke-width:2;stroke-linejoin:round}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 22px;margin:0}
dt{color:var(--vscode-descriptionForeground)}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap;font-variant-numeric:tabular-nums}
`;

/** Takes the content that the window sends, so that the page stays where it was scrolled to. It can send nothing. */
const SCRIPT = `addEventListener('message',({data})=>{document.querySelector('main').innerHTML=data})`;

/** The page around what is shown of a running job; `language` is that of its text. */
export function livePage(title: string, content: Html, language: string): string {
  return pageOf({ language, title, style: STYLE, script: SCRIPT }, html`<main>${content}</main>\n`);
}
