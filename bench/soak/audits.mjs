import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../scripts/support/paths.mjs';
import { must, sha256 } from './independentTools.mjs';
import { writeRandomFile } from './sources.mjs';

const CLI = join(PROJECT_ROOT, 'dist', 'cli.js');
const MB = 1e6;
const FILES = { real: 20_000, quick: 2_000 };
const IN_A_FOLDER = 200;
const LARGE = { real: 10e9, quick: 300e6 };
const LOOK_MS = 100;
/** Memory may differ by this much between the first half of the progress and the second, in bytes. */
const STEADY = 64 * MB;

/** @type {import('../soak.mjs').SoakCase} */
export const auditOfMany = {
  name: 'auditOfMany',
  what: '20 000 files of up to 32 KB, audited against a list of their SHA-256 (OpenSSL): progress is shown from beginning to end, memory stays as it is',
  async run({ folder, quick }) {
    const count = quick ? FILES.quick : FILES.real;
    const lines = [];
    for (let index = 0; index < count; index++) {
      const name = `${Math.floor(index / IN_A_FOLDER)}/${index}.bin`;
      if (index % IN_A_FOLDER === 0) mkdirSync(join(folder, `${index / IN_A_FOLDER}`));
      const content = Buffer.alloc(1 + ((index * 7919) % 32_000), `${index} `);
      writeFileSync(join(folder, name), content);
      lines.push(`${createHash('sha256').update(content).digest('hex')}  ${name}\n`);
    }
    writeFileSync(join(folder, 'list.sha256'), lines.join(''));
    return audited(folder, count);
  },
};

/** @type {import('../soak.mjs').SoakCase} */
export const auditOfLarge = {
  name: 'auditOfLarge',
  what: 'one file of 10 GB without holes, audited against its SHA-256 (openssl): progress is shown from beginning to end, memory stays as it is',
  async run({ folder, sources, quick }) {
    const size = quick ? LARGE.quick : LARGE.real;
    sources.expectRoomFor(size);
    const file = join(folder, 'recorder.dd');
    writeRandomFile(file, size);
    writeFileSync(join(folder, 'list.sha256'), `${await sha256(file)}  recorder.dd\n`);
    return audited(folder, 1);
  },
};

/**
 * Audits a folder as on a terminal and looks at what is shown, and at the memory of the process.
 *
 * @param {string} folder
 * @param {number} files How many must match.
 */
async function audited(folder, files) {
  const preload = join(import.meta.dirname, 'asOnTerminal.cjs');
  const child = spawn(process.execPath, ['--require', preload, CLI, 'verify', folder], { stdio: 'pipe' });
  const startedAt = performance.now();
  /** @type {{ percent: number, memory: number }[]} */
  const looks = [];
  let shown = -1;
  const percents = new Set();
  child.stderr.on('data', (data) => {
    for (const [, percent] of String(data).matchAll(/(\d+) %/g)) {
      must(Number(percent) >= shown, `progress went back from ${shown} % to ${percent} %`);
      shown = Number(percent);
      percents.add(shown);
    }
  });
  let table = '';
  child.stdout.on('data', (data) => {
    table += data;
  });
  const timer = setInterval(() => looks.push({ percent: shown, memory: memoryOf(child.pid) }), LOOK_MS);
  const [status] = await once(child, 'close');
  clearInterval(timer);
  must(status === 0, `exit status ${status}: ${table}`);
  must(table.includes(`Matched  ${files} files`), table);
  const most = (/** @type {(percent: number) => boolean} */ isMeant) =>
    Math.max(0, ...looks.filter(({ percent }) => isMeant(percent)).map(({ memory }) => memory));
  const firstHalf = most((percent) => percent >= 0 && percent < 50);
  const secondHalf = most((percent) => percent >= 50);
  must(firstHalf > 0 && secondHalf > 0, `too fast to be looked at: ${looks.length} looks`);
  must(secondHalf - firstHalf < STEADY, `memory grew from ${firstHalf} to ${secondHalf} bytes`);
  return {
    files,
    durationMs: Math.round(performance.now() - startedAt),
    percentagesShown: percents.size,
    memoryInFirstHalfMB: Math.round(firstHalf / MB),
    memoryInSecondHalfMB: Math.round(secondHalf / MB),
    read: /^Read {5}(.*)$/m.exec(table)?.[1] ?? '',
  };
}

/**
 * Resident memory of a process in bytes; 0 when it has ended.
 *
 * @param {number | undefined} pid
 */
function memoryOf(pid) {
  try {
    const [, kib = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
  } catch {
    // It ended between two looks.
    return 0;
  }
}
