/** What charts have in common: one width, one font, colours that can be told apart by everybody. */
export const WIDTH = 800;

/** Colours of Okabe and Ito, which colour-blind people can tell apart as well. */
export const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'] as const;

export const GREY = '#9aa0a6';
const INK = '#202124';

/** A drawing on white, so that it can be read on a dark page too. */
export function drawing(height: number, parts: readonly string[]): string {
  const size = `width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`;
  const font = `font-family="system-ui, sans-serif" font-size="13" fill="${INK}"`;
  const all = [`<rect width="${WIDTH}" height="${height}" fill="#fff"/>`, ...parts];
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${font}>\n${all.join('\n')}\n</svg>\n`;
}

/** Text at a point. */
export function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end' = 'start'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

/** A straight line between two points. */
export function line(x1: number, y1: number, x2: number, y2: number, colour: string = INK): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}"/>`;
}

/** Coordinates need no more than a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text as it stands in SVG. */
export function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
