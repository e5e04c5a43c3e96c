import { appendFileSync } from 'node:fs';
import { QueueLock } from '../../src/client/queue/queueLock';

/**
 * A process that takes the lock of a folder again and again, and notes when it came in and when it went out.
 * Arguments: folder, log, and `rounds` or `hold`, which never gives it back.
 */
async function main([folder = '', log = '', mode = '']: readonly string[]): Promise<void> {
  const lock = new QueueLock(folder);
  let left = mode === 'hold' ? 1 : Number(mode);
  while (left > 0) {
    if (await lock.acquire()) {
      appendFileSync(log, `in ${process.pid}\n`);
      left--;
      if (mode === 'hold') {
        process.stdout.write('held\n');
        setInterval(() => {}, 1000);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
      appendFileSync(log, `out ${process.pid}\n`);
      await lock.release();
    }
    await new Promise(setImmediate);
  }
}

void main(process.argv.slice(2));
