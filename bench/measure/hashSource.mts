// node hashSource.mts FILE...: how fast one thread reads and hashes files, the limit of a copy that reads once.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

const BUFFER = Buffer.alloc(1024 * 1024);

const started = performance.now();
for (const path of process.argv.slice(2)) {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  for (;;) {
    const count = readSync(file, BUFFER, 0, BUFFER.length, null);
    if (count === 0) break;
    hash.update(BUFFER.subarray(0, count));
  }
  closeSync(file);
  hash.digest();
}
process.stdout.write(`${JSON.stringify({ workMs: performance.now() - started })}\n`);
