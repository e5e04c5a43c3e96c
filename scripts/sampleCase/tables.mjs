import { seededRandom } from './random.mjs';

/** When the first event of every table happened. */
const BEGIN = Date.UTC(2026, 2, 14, 18, 0, 0);

/**
 * What the doors of a building recorded, as CSV. Some cells are formulas to a spreadsheet, as real ones are.
 *
 * @param {number} rows
 */
export function doorEvents(rows) {
  const random = seededRandom(rows);
  const lines = ['time,door,card,event,remark'];
  for (let row = 0; row < rows; row++) {
    const time = new Date(BEGIN + row * 37_000).toISOString();
    const event = random() < 0.9 ? 'opened' : 'refused';
    const remark = row % 50 === 0 ? '"=HYPERLINK(""x"",""see note"")"' : '';
    lines.push(`${time},${1 + Math.floor(random() * 8)},${10_000 + Math.floor(random() * 500)},${event},${remark}`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * The log of a video recorder.
 *
 * @param {number} lines
 */
export function recorderLog(lines) {
  const random = seededRandom(lines);
  return Array.from({ length: lines }, (_, line) => {
    const time = new Date(BEGIN + line * 1_500).toISOString();
    const channel = 1 + Math.floor(random() * 4);
    return `${time} channel ${channel}: ${random() < 0.97 ? 'frame group written' : 'signal lost, retrying'}\n`;
  }).join('');
}
